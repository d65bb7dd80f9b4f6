import { formatMoney } from '../../domain/money';
import type { PaymentOrder } from '../../domain/orders';
import type { PaymentState } from '../../domain/payments';
import { outcome } from '../running/leg-details';

/** What operations read in the Web UI: no personal data, as this is shown before anything is decrypted. */
export function describe(order: PaymentOrder, state: PaymentState): string {
  const lines = [
    `**${state.status}** · ${formatMoney(order.amount)} · channel ${order.channel}`,
    '',
    `| leg | outside system | outcome |`,
    `|---|---|---|`,
    `| funding | ${order.acquirer} (${order.source.type}) | ${outcome(state.funding)} |`,
    `| crediting | ${order.biller} | ${outcome(state.crediting)} |`,
  ];
  if (state.reversal.status !== 'none')
    lines.push(`| reversal | ${order.acquirer} | ${outcome(state.reversal)} |`);
  if (state.attention) lines.push('', `Needs a person: \`${state.attention}\``);
  return lines.join('\n');
}
