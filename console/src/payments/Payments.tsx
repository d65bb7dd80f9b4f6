import { Button } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { listPayments } from '../api/payments';
import { useWords } from '../i18n/use-words';
import { useSession } from '../session/context';
import { Failure } from '../ui/Failure';
import { Icon } from '../ui/Icon';
import { Page } from '../ui/Page';
import { Pager } from '../ui/Pager';
import { useFilters } from '../ui/use-filters';
import { FILTERS, PaymentFilters } from './PaymentFilters';
import { PaymentTable } from './PaymentTable';
import { queryOf } from './query';

export function Payments() {
  const { t } = useWords();
  const { can, user } = useSession();
  const filters = useFilters(FILTERS);
  const query = { ...queryOf(filters.values, user.id), cursor: filters.cursor, limit: 25 };
  const { data, error, refetch } = useQuery({
    queryKey: ['payments', query],
    queryFn: () => listPayments(query),
    placeholderData: keepPreviousData,
  });
  const add = can('payments:create') && (
    <Button component={Link} to="/pay" leftSection={<Icon name="plus" size={18} />}>
      {t('nav.pay')}
    </Button>
  );
  return (
    <Page title={t('payments.title')} actions={add}>
      <PaymentFilters filters={filters} />
      <Failure error={error} onRetry={() => void refetch()} />
      {(!error || data) && (
        <PaymentTable rows={data?.items} empty={t(filters.any ? 'payments.noneFit' : 'payments.none')} />
      )}
      <Pager next={data?.cursor} count={data?.items.length} />
    </Page>
  );
}
