import { useQuery } from '@tanstack/react-query';
import { listRefunds } from '../api/payments';
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

/** What waits, by the name of the place where it is dealt with. */
export function useCounts(): Record<string, string | undefined> {
  const { can } = useSession();
  const { data: pending } = useQuery({
    queryKey: ['refunds', 'pending'],
    queryFn: () => listRefunds({ status: ['pending_approval'], limit: 100 }),
    enabled: can('refunds:decide'),
  });
  const { data: lines } = useLines();
  const batched = lines?.items.reduce(
    (sum, { batched: { payments, refunds } }) => sum + payments + refunds,
    0,
  );
  return {
    refunds: counted(pending?.items.length, pending?.cursor !== undefined),
    batched: counted(batched),
  };
}

function counted(count: number | undefined, more = false): string | undefined {
  return count ? `${count}${more ? '+' : ''}` : undefined;
}
