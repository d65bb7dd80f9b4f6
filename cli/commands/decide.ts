import { Option } from 'commander';
import type { Command } from 'commander';
import type { Payment, Refund } from '../answers';
import { isRefund, newKey, paymentPath, refundPath, withJson } from '../context';
import type { Context } from '../context';
import { legsTable, statusText } from '../payment-text';

export function addCancel(program: Command, context: Context): void {
  const command = program
    .command('cancel')
    .argument('<id>', 'payment id')
    .description('cancel a payment that awaits its payer, or the acquirer’s line');
  withJson(command).action((id: string, options: { json?: boolean }) =>
    send(context, `${paymentPath(id)}/cancel`, {}, options),
  );
}

interface ResolveOptions {
  decision: string;
  note: string;
  json?: boolean;
}

export function addResolve(program: Command, context: Context): void {
  const command = program
    .command('resolve')
    .argument('<id>', 'payment or refund id')
    .description(
      'decide about a payment or a refund that needs a person, by what the other side’s books show',
    )
    .addOption(
      new Option(
        '--decision <decision>',
        'ask_again asks the other side now; the others settle the open step',
      )
        .choices(['ask_again', 'succeeded', 'declined'])
        .makeOptionMandatory(),
    )
    .requiredOption('--note <text>', 'what the decision rests on; it is kept in the log');
  withJson(command).action((id: string, { decision, note, json }: ResolveOptions) =>
    send(context, resolutionPath(id), { decision, note }, { json }),
  );
}

const resolutionPath = (id: string): string =>
  isRefund(id) ? `${refundPath(id)}/resolution` : `${paymentPath(id)}/resolve`;

async function send(
  { api, terminal }: Context,
  path: string,
  body: unknown,
  { json }: { json?: boolean },
): Promise<void> {
  const { body: stands } = await api.post<Payment | Refund>(path, body, newKey());
  if (json) return terminal.out(JSON.stringify(stands, null, 2));
  const { id, status, attention } = stands;
  terminal.out(`${id} is ${statusText(status, terminal.colours)}\n\n${legsTable(terminal, stands)}`);
  if (attention) terminal.out(`\nStill needs a person: ${attention.reason}`);
}
