import { Option } from 'commander';
import type { Command } from 'commander';
import type { Payment } from '../answers';
import { newKey, paymentPath, withJson } from '../context';
import type { Context } from '../context';
import { legsTable, statusText } from '../payment-text';

export function addCancel(program: Command, context: Context): void {
  const command = program
    .command('cancel')
    .argument('<id>', 'payment id')
    .description('cancel a payment whose payer is still awaited');
  withJson(command).action((id: string, options: { json?: boolean }) =>
    send(context, id, 'cancel', {}, options),
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
    .argument('<id>', 'payment id')
    .description('decide about a payment that needs a person, by what the other side’s books show')
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
    send(context, id, 'resolve', { decision, note }, { json }),
  );
}

async function send(
  { api, terminal }: Context,
  id: string,
  what: 'cancel' | 'resolve',
  body: unknown,
  { json }: { json?: boolean },
): Promise<void> {
  const { body: payment } = await api.post<Payment>(`${paymentPath(id)}/${what}`, body, newKey());
  if (json) return terminal.out(JSON.stringify(payment, null, 2));
  terminal.out(
    `${payment.id} is ${statusText(payment.status, terminal.colours)}\n\n${legsTable(terminal, payment)}`,
  );
  if (payment.attention) terminal.out(`\nStill needs a person: ${payment.attention.reason}`);
}
