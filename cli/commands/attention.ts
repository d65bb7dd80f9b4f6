import { Option } from 'commander';
import type { Command } from 'commander';
import type { Page, Payment, Refund } from '../answers';
import type { Query } from '../api';
import { withJson } from '../context';
import type { Context } from '../context';
import { UsageError } from '../errors';
import { formatMoney } from '../money';
import { accountText, statusText, timeText } from '../payment-text';
import { table } from '../terminal';

interface AttentionOptions {
  only?: 'payments' | 'refunds';
  limit?: string;
  cursor?: string;
  json?: boolean;
}

interface Waiting {
  payments?: Page<Payment>;
  refunds?: Page<Refund>;
}

/** Payments and refunds that wait for a person's decision. */
export function addAttention(program: Command, context: Context): void {
  const command = program
    .command('attention')
    .description('list payments and refunds that need a person, and why')
    .addOption(new Option('--only <what>', 'one of both').choices(['payments', 'refunds']))
    .option('--limit <count>', 'of each a page, 1 to 200 (default 50)')
    .option('--cursor <cursor>', 'with --only: the next page, as the page before named it');
  withJson(command).action((options: AttentionOptions) => attention(context, options));
}

async function attention({ api, terminal }: Context, options: AttentionOptions): Promise<void> {
  const { only, limit, cursor, json } = options;
  if (cursor !== undefined && only === undefined) throw new UsageError('--cursor goes with --only');
  const query: Query = { attention: 'true', limit, cursor };
  const waiting: Waiting = {
    ...(only !== 'refunds' && { payments: await api.get<Page<Payment>>('/v1/payments', query) }),
    ...(only !== 'payments' && { refunds: await api.get<Page<Refund>>('/v1/refunds', query) }),
  };
  if (json) return terminal.out(JSON.stringify(waiting, null, 2));
  const { payments, refunds } = waiting;
  if (payments) tell(terminal, 'payments', payments, paymentsText);
  if (payments && refunds) terminal.out('');
  if (refunds) tell(terminal, 'refunds', refunds, refundsText);
}

function tell<T>(
  terminal: Context['terminal'],
  what: 'payments' | 'refunds',
  page: Page<T>,
  text: (terminal: Context['terminal'], items: T[]) => string,
): void {
  if (page.items.length === 0) return terminal.out(`No ${what} need a person.`);
  terminal.out(text(terminal, page.items));
  if (page.cursor) terminal.out(`\nThere are more: --only ${what} --cursor ${page.cursor}`);
}

function paymentsText(terminal: Context['terminal'], payments: Payment[]): string {
  const rows = payments.map((payment) => [
    ...whyOf(terminal, payment),
    accountText(payment),
    sinceOf(payment),
  ]);
  const listed = table(terminal, ['payment', 'why', 'status', 'amount', 'account', 'since'], rows);
  return `${listed}\n\n${WHAT_TO_DO}`;
}

function refundsText(terminal: Context['terminal'], refunds: Refund[]): string {
  const rows = refunds.map((refund) => [...whyOf(terminal, refund), refund.paymentId, sinceOf(refund)]);
  const listed = table(terminal, ['refund', 'why', 'status', 'amount', 'of payment', 'since'], rows);
  return `${listed}\n\n${WHAT_TO_DO}`;
}

const WHAT_TO_DO =
  'Look into the other side’s books, then: npm run cli -- resolve <id> --decision … --note …';

type Either = Pick<Payment | Refund, 'id' | 'attention' | 'status' | 'amount' | 'createdAt' | 'updatedAt'>;

function whyOf(terminal: Context['terminal'], { id, attention: why, status, amount }: Either): string[] {
  return [id, why?.reason ?? '', statusText(status, terminal.colours), formatMoney(amount)];
}

const sinceOf = ({ updatedAt, createdAt }: Either): string => timeText(updatedAt ?? createdAt);
