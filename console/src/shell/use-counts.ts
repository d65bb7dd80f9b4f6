import { useQuery } from '@tanstack/react-query';
import { listPayments, listRefunds } from '../api/payments';
import { listLines } from '../api/session';
import { useSession } from '../session/context';

export function useLines() {
  const { can } = useSession();
  return useQuery({
    queryKey: ['lines'],
    queryFn: listLines,
    enabled: can('lines:read'),
    refetchInterval: 15_000,
  });
}

/** More are not told apart: whoever has so many has other worries. */
const MOST = 100;

/** How many refunds wait for a person: to be approved, or to be decided about because they are stuck. */
export function useRefundCounts() {
  const { can } = useSession();
  const waiting = useQuery({
    queryKey: ['refunds', 'pending'],
    queryFn: () => listRefunds({ status: ['pending_approval'], limit: MOST }),
    enabled: can('refunds:decide'),
  });
  const attention = useQuery({
    queryKey: ['refunds', 'attention'],
    queryFn: () => listRefunds({ attention: true, limit: MOST }),
    enabled: can('payments:resolve'),
  });
  return { waiting: waiting.data?.items.length, attention: attention.data?.items.length };
}

/** How many payments are stuck until a person decides. */
function useStuckPayments(): number | undefined {
  const { can } = useSession();
  const { data } = useQuery({
    queryKey: ['payments', 'attention'],
    queryFn: () => listPayments({ attention: true, limit: MOST }),
    enabled: can('payments:resolve'),
  });
  return data?.items.length;
}

/** What waits, by the name of the place where it is dealt with. */
export function useCounts(): Record<string, string | undefined> {
  const { waiting = 0, attention = 0 } = useRefundCounts();
  const stuck = useStuckPayments();
  const { data: lines } = useLines();
  const batched = lines?.items.reduce(
    (sum, { batched: { payments, refunds } }) => sum + payments + refunds,
    0,
  );
  return { payments: counted(stuck), refunds: counted(waiting + attention), batched: counted(batched) };
}

/** Nothing where nothing waits. */
export function counted(count = 0): string | undefined {
  if (count === 0) return undefined;
  return count >= MOST ? `${MOST}+` : String(count);
}
