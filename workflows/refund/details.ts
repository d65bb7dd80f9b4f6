import { formatMoney } from '../../domain/money';
import type { RefundOrder, RefundState } from '../../domain/refunds';
import { outcome } from '../running/leg-details';

/** What operations read in the Web UI: no personal data, as this is shown before anything is decrypted. */
export function describe(order: RefundOrder, state: RefundState): string {
  const lines = [
    `**${state.status}** · ${formatMoney(order.amount)} of ${order.paymentId}`,
    '',
    `Asked for by ${order.askedBy.kind} ${order.askedBy.id}${decidedBy(state)}`,
    '',
    '| leg | outside system | outcome |',
    '|---|---|---|',
    `| refunding | ${order.acquirer} | ${outcome(state.refunding)} |`,
    `| debiting | ${order.biller} | ${outcome(state.debiting)} |`,
  ];
  if (state.escalated && state.status === 'pending_approval')
    lines.push('', 'Escalated: nobody has decided yet');
  if (state.attention) lines.push('', `Needs a person: \`${state.attention}\``);
  return lines.join('\n');
}

function decidedBy({ decidedBy: actor }: RefundState): string {
  return actor ? `, decided by ${actor.kind} ${actor.id}` : '';
}
