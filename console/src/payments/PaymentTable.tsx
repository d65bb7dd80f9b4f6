import { Group, Text } from '@mantine/core';
import { Link } from 'react-router';
import type { Payment } from '../api/contract';
import { useWords } from '../i18n/use-words';
import { DataTable, tableStyles } from '../ui/DataTable';
import type { Column } from '../ui/DataTable';
import { Attention, Status } from '../ui/Status';

export function PaymentTable({ rows, empty }: { rows: readonly Payment[] | undefined; empty: string }) {
  const words = useWords();
  const { t, money, short, moment, person } = words;
  const columns: Column<Payment>[] = [
    {
      key: 'created',
      title: t('payments.created'),
      whole: true,
      render: ({ id, createdAt }) => (
        <Link to={`/payments/${id}`} title={moment(createdAt)}>
          {short(createdAt)}
        </Link>
      ),
    },
    { key: 'account', title: t('payments.account'), render: ({ account }) => account.value },
    {
      key: 'status',
      title: t('payments.status'),
      render: ({ status, attention, batched, amount, refunds }) => (
        <Group gap={6} justify="inherit">
          <Status of="status" code={status} />
          {attention && <Attention reason={attention.reason} />}
          {refunds && refunds.refunded > 0 && (
            <Text size="xs" c="dimmed">
              {t('payments.wentBack', { amount: money({ ...amount, value: refunds.refunded }) })}
            </Text>
          )}
          {batched && status !== 'batched' && (
            <Text size="xs" c="dimmed">
              {t('payments.wasBatched')}
            </Text>
          )}
        </Group>
      ),
    },
    {
      key: 'source',
      title: t('payments.paidWith'),
      render: (payment) => <span className={tableStyles.nowrap}>{cardText(payment, words)}</span>,
    },
    {
      key: 'by',
      title: t('payments.by'),
      whole: true,
      render: ({ createdBy, channel }) => (createdBy ? person(createdBy) : channel),
    },
    {
      key: 'amount',
      title: t('payments.amount'),
      end: true,
      render: ({ amount }) => <strong>{money(amount)}</strong>,
    },
  ];
  return (
    <DataTable
      caption={t('payments.title')}
      columns={columns}
      rows={rows}
      rowKey={({ id }) => id}
      empty={empty}
    />
  );
}

/** `Visa •••• 4242`, or that the card page is where it is paid. */
export function cardText({ source }: Pick<Payment, 'source'>, { t }: ReturnType<typeof useWords>): string {
  const { brand, last4 } = source.card ?? {};
  return last4 ? `${cardBrand(brand)} •••• ${last4}` : t(`source.${source.type}`);
}

export const cardBrand = (brand = ''): string => brand.charAt(0).toUpperCase() + brand.slice(1);
