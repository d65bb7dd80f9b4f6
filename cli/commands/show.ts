import type { Command } from 'commander';
import type { Happened, Payment, Receipt } from '../answers';
import { isRefund, paymentPath, withJson } from '../context';
import type { Context } from '../context';
import { formatMoney } from '../money';
import { accountText, legsTable, sourceText, statusText, timeline, timeText } from '../payment-text';
import { clean, facts, table } from '../terminal';
import { showRefund } from './show-refund';

export function addShow(program: Command, context: Context): void {
  const command = program
    .command('show')
    .argument('<id>', 'payment or refund id')
    .description('show a payment or a refund: both legs, what happened when, and the receipt');
  withJson(command).action((id: string, { json }: { json?: boolean }) =>
    isRefund(id) ? showRefund(context, id, json) : show(context, id, json),
  );
}

async function show({ api, terminal, workflowUrl }: Context, id: string, json?: boolean): Promise<void> {
  const path = paymentPath(id);
  const payment = await api.get<Payment>(path);
  const [{ items: events }, receipt] = await Promise.all([
    api.get<{ items: Happened[] }>(`${path}/events`),
    api.get<Receipt>(`${path}/receipt`),
  ]);
  if (json) return terminal.out(JSON.stringify({ payment, events, receipt }, null, 2));
  const { bold } = terminal.colours;
  const parts = [head(terminal, payment, workflowUrl(payment.id)), `${legsTable(terminal, payment)}`];
  parts.push(`${bold('What happened')}\n${timeline(terminal, events)}`);
  if (receipt.to) parts.push(`${bold('Receipt')}\n${receiptText(terminal, receipt)}`);
  terminal.out(parts.join('\n\n'));
}

function head(terminal: Context['terminal'], payment: Payment, workflow: string | undefined): string {
  const { attention } = payment;
  return facts(terminal, [
    ['payment', payment.id],
    ['status', statusText(payment.status, terminal.colours)],
    ['needs a person', attention && terminal.colours.yellow(attention.reason)],
    ['amount', formatMoney(payment.amount)],
    ['account', accountText(payment)],
    ['paid by', sourceText(payment)],
    ['channel', payment.channel],
    ['customer', payment.customerId && clean(payment.customerId)],
    ['reference', payment.reference && clean(payment.reference)],
    ['payer’s page', payment.redirectUrl],
    ['page closes', payment.redirectUrl && payment.expiresAt && timeText(payment.expiresAt)],
    ['created', timeText(payment.createdAt)],
    ['updated', payment.updatedAt && timeText(payment.updatedAt)],
    ['workflow', workflow],
  ]);
}

function receiptText(terminal: Context['terminal'], { to, messages }: Receipt): string {
  const asked = `to ${[to?.phone, to?.email].filter(Boolean).join(', ')}`;
  if (messages.length === 0) return `${asked}: not sent`;
  const rows = messages.map(({ way, state, at }) => [way, statusOf(state, terminal), timeText(at)]);
  return `${asked}\n${table(terminal, ['way', 'state', 'since'], rows)}`;
}

function statusOf(state: string, { colours }: Context['terminal']): string {
  if (state === 'delivered') return colours.green(state);
  return state === 'failed' ? colours.red(state) : state;
}
