import type { Command } from 'commander';
import type { Page, Payment } from '../answers';
import type { Query } from '../api';
import { withJson } from '../context';
import type { Context } from '../context';
import { paymentsTable } from '../payment-text';

interface ListOptions {
  status?: string[];
  channel?: string;
  account?: string;
  from?: string;
  to?: string;
  limit?: string;
  cursor?: string;
  json?: boolean;
}

const several = (value: string, before: string[] = []): string[] => [...before, ...value.split(',')];

export function addList(program: Command, context: Context): void {
  const command = program
    .command('list')
    .description('list payments, newest first')
    .option('--status <status>', 'only in this status; several by commas or by repeating', several)
    .option('--channel <id>', 'only of this channel')
    .option('--account <value>', 'only for this account: its phone, account or contract number')
    .option('--from <time>', 'created at or after: 2026-01-31T10:00:00Z')
    .option('--to <time>', 'created before')
    .option('--limit <count>', 'payments a page, 1 to 200 (default 50)')
    .option('--cursor <cursor>', 'the next page, as the page before named it');
  withJson(command).action((options: ListOptions) => list(context, options));
}

async function list({ api, terminal }: Context, { json, ...options }: ListOptions): Promise<void> {
  const { status, channel, account, from, to, limit, cursor } = options;
  const query: Query = { status, channel, account, createdFrom: from, createdTo: to, limit, cursor };
  const page = await api.get<Page<Payment>>('/v1/payments', query);
  if (json) return terminal.out(JSON.stringify(page, null, 2));
  if (page.items.length === 0) return terminal.out('No payments.');
  terminal.out(paymentsTable(terminal, page.items));
  if (page.items.some((payment) => payment.attention))
    terminal.out('\n! needs a person: npm run cli -- attention');
  tellNext(terminal, page);
}

function tellNext(terminal: Context['terminal'], { cursor }: Page<Payment>): void {
  if (cursor) terminal.out(`\nThere is more: --cursor ${cursor}`);
}
