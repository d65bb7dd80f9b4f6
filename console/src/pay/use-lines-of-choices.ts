import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { Card } from '../api/contract';
import { ApiProblem } from '../api/problems';
import { useSession } from '../session/context';
import { standingOf } from '../shell/standing';
import type { Standing } from '../shell/standing';
import { useLines } from '../shell/use-counts';

interface Asked {
  cards: readonly Card[];
  /** Why the last one sent was refused, if it was. */
  failure: unknown;
  /** The choice that was sent last. */
  sent: string | undefined;
}

/**
 * How the line stands that a choice would go by. A registered card stays with its acquirer; which one opens the card page
 * is the API's to say, so only its answer, or all lines being down, rules that out.
 */
export function useLinesOfChoices({ cards, failure, sent }: Asked) {
  const { can } = useSession();
  const queries = useQueryClient();
  const lines = useLines().data?.items ?? [];
  const told = failure instanceof ApiProblem ? failure.code : undefined;
  const refused = told === 'line_down';
  useEffect(() => {
    if (told === 'line_down' || told === 'line_up') void queries.invalidateQueries({ queryKey: ['lines'] });
  }, [queries, told]);
  const standing = (choice: string): Standing => {
    if (refused && choice === sent) return 'down';
    if (told === 'line_up') return 'up';
    return standingOf(lines, cards.find(({ id }) => id === choice)?.acquirer);
  };
  /** Whether a card number can be keyed into the vault, to wait there for the line. */
  const takesNumbers =
    can('payments:batch') &&
    told !== 'line_up' &&
    lines.some(({ status, takesCardNumbers }) => takesCardNumbers && (refused || status !== 'up'));
  return { standing, takesNumbers, refused, several: lines.length > 1 };
}
