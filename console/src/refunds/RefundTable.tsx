import { Button, Group } from '@mantine/core';
import { Link } from 'react-router';
import type { Refund } from '../api/contract';
import { useWords } from '../i18n/use-words';
import { useSession } from '../session/context';
import { DataTable } from '../ui/DataTable';
import type { Column } from '../ui/DataTable';
import { Attention, Status } from '../ui/Status';

interface Props {
  rows: readonly Refund[] | undefined;
  empty: string;
  onOpen: (id: string) => void;
}

export function RefundTable({ rows, empty, onOpen }: Props) {
  const { t, money, short, moment, person, distance } = useWords();
  const { user, can } = useSession();
  const columns: Column<Refund>[] = [
    {
      key: 'at',
      title: t('refunds.askedAt'),
      whole: true,
      render: ({ createdAt }) => <time title={moment(createdAt)}>{short(createdAt)}</time>,
    },
    {
      key: 'by',
      title: t('refunds.askedBy'),
      whole: true,
      render: ({ askedBy }) =>
        askedBy.id === user.id ? `${person(askedBy)} (${t('common.you')})` : person(askedBy),
    },
    {
      key: 'payment',
      title: t('refunds.payment'),
      render: ({ paymentId }) => <Link to={`/payments/${paymentId}`}>{t('refunds.toPayment')}</Link>,
    },
    { key: 'reason', title: t('refunds.reason'), render: ({ reason }) => reason },
    { key: 'status', title: t('payments.status'), render: (refund) => <RefundState refund={refund} /> },
    {
      key: 'until',
      title: t('refunds.until'),
      render: ({ status, expiresAt, decidedBy }) =>
        status === 'pending_approval' ? distance(expiresAt) : decidedBy ? person(decidedBy) : '–',
    },
    {
      key: 'amount',
      title: t('payments.amount'),
      end: true,
      render: ({ amount }) => <strong>{money(amount)}</strong>,
    },
    {
      key: 'open',
      title: t('refunds.decision'),
      end: true,
      render: (refund) => {
        const { id, status, askedBy, amount } = refund;
        const toApprove = status === 'pending_approval' && can('refunds:decide') && askedBy.id !== user.id;
        const toResolve = refund.attention !== undefined && can('payments:resolve');
        return (
          <Button
            size="xs"
            variant={toApprove || toResolve ? 'filled' : 'default'}
            onClick={() => onOpen(id)}
          >
            {t(toApprove || toResolve ? 'refunds.decide' : 'refunds.open')}
            <span className="hidden">
              : {t('refunds.openOf', { amount: money(amount), person: person(askedBy) })}
            </span>
          </Button>
        );
      },
    },
  ];
  return (
    <DataTable
      caption={t('refunds.title')}
      columns={columns}
      rows={rows}
      rowKey={({ id }) => id}
      empty={empty}
    />
  );
}

function RefundState({ refund: { status, escalated, attention } }: { refund: Refund }) {
  return (
    <Group gap={6} justify="inherit">
      <Status of="refundStatus" code={status} />
      {escalated && status === 'pending_approval' && <Status of="refundFlag" code="escalated" />}
      {attention && <Attention reason={attention.reason} />}
    </Group>
  );
}
