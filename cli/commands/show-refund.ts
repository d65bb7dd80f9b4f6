import type { Happened, Refund } from '../answers';
import { refundPath } from '../context';
import type { Context } from '../context';
import { formatMoney } from '../money';
import { actorText, legsTable, statusText, timeline, timeText } from '../payment-text';
import { clean, facts } from '../terminal';

export async function showRefund(
  { api, terminal, workflowUrl }: Context,
  id: string,
  json?: boolean,
): Promise<void> {
  const path = refundPath(id);
  const refund = await api.get<Refund>(path);
  const { items: events } = await api.get<{ items: Happened[] }>(`${path}/events`);
  if (json) return terminal.out(JSON.stringify({ refund, events }, null, 2));
  const happened = `${terminal.colours.bold('What happened')}\n${timeline(terminal, events)}`;
  const parts = [head(terminal, refund, workflowUrl(refund.id)), legsTable(terminal, refund), happened];
  terminal.out(parts.join('\n\n'));
}

function head(terminal: Context['terminal'], refund: Refund, workflow: string | undefined): string {
  const { status, attention, askedBy, decidedBy, note } = refund;
  return facts(terminal, [
    ['refund', refund.id],
    ['of payment', refund.paymentId],
    ['status', statusText(status, terminal.colours)],
    ['needs a person', attention && terminal.colours.yellow(attention.reason)],
    ['amount', formatMoney(refund.amount)],
    ['reason', clean(refund.reason)],
    ['asked by', actorText(askedBy)],
    ['decided by', decidedBy && actorText(decidedBy)],
    ['note', note && clean(note)],
    ['decided until', status === 'pending_approval' ? timeText(refund.expiresAt) : undefined],
    ['created', timeText(refund.createdAt)],
    ['updated', refund.updatedAt && timeText(refund.updatedAt)],
    ['workflow', workflow],
  ]);
}
