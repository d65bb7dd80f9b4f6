import type { Command } from 'commander';
import { ApiProblem, Interrupted, NoAnswer } from '../api';
import type { Page, Payment, Happened } from '../answers';
import { hasEnded } from '../answers';
import { pause, paymentPath, withJson } from '../context';
import type { Context } from '../context';
import { formatMoney } from '../money';
import { accountText, eventText, statusText, timeText } from '../payment-text';

const LOOK_EVERY_MS = 700;
/** Unfinished payments that are followed once they have left the newest page. */
const MOST_FOLLOWED = 20;

export function addWatch(program: Command, context: Context): void {
  const command = program
    .command('watch')
    .argument('[id]', 'payment id; all payments where there is none')
    .description('see payments change as they do; one payment until it ends');
  withJson(command).action((id: string | undefined, options: { json?: boolean }) =>
    id === undefined ? watchAll(context, options.json) : watchOne(context, id, options.json),
  );
}

/** Prints each event of a payment once, until the payment has ended. With `json`, each payment it becomes. */
export async function watchOne(context: Context, id: string, json?: boolean): Promise<void> {
  const { api, terminal } = context;
  let seen = 0;
  let page: string | undefined;
  // The first look must succeed: a wrong id is not something to wait for.
  let payment = await api.get<Payment>(paymentPath(id));
  for (;;) {
    if (payment.version > seen && json) terminal.out(JSON.stringify(payment));
    if (payment.version > seen && !json) await tellEvents(context, id, seen);
    seen = payment.version;
    if (!json && payment.redirectUrl && payment.redirectUrl !== page) {
      page = payment.redirectUrl;
      terminal.out(`waiting for the payer at ${page}`);
    }
    if (hasEnded(payment)) break;
    await pause(context, LOOK_EVERY_MS);
    payment = await looking(context, () => api.get<Payment>(paymentPath(id)));
  }
  if (!json) terminal.out(`${payment.id} ${statusText(payment.status, terminal.colours)}`);
}

async function tellEvents({ api, terminal }: Context, id: string, seen: number): Promise<void> {
  const { items } = await api.get<{ items: Happened[] }>(`${paymentPath(id)}/events`);
  for (const event of items.filter(({ version }) => version > seen)) {
    terminal.out(`${timeText(event.at)}  ${event.type.padEnd(22)}  ${eventText(event)}`.trimEnd());
  }
}

/** Prints a line for each change of any payment, until Ctrl-C, which is how it is meant to end. */
async function watchAll(context: Context, json?: boolean): Promise<void> {
  const versions = new Map<string, number>();
  const open = new Map<string, Payment>();
  if (!json) context.terminal.err('Watching payments; Ctrl-C ends it.');
  try {
    for (;;) {
      const payments = await looking(context, () => newestAnd(context, open));
      for (const payment of payments.reverse()) {
        if (versions.get(payment.id) === payment.version) continue;
        versions.set(payment.id, payment.version);
        open.delete(payment.id);
        if (!hasEnded(payment) && open.size < MOST_FOLLOWED) open.set(payment.id, payment);
        context.terminal.out(json ? JSON.stringify(payment) : line(context, payment));
      }
      await pause(context, LOOK_EVERY_MS);
    }
  } catch (error) {
    if (!(error instanceof Interrupted)) throw error;
  }
}

/** The newest page, newest first, and those still open that are no longer on it. */
async function newestAnd({ api }: Context, open: Map<string, Payment>): Promise<Payment[]> {
  const { items } = await api.get<Page<Payment>>('/v1/payments', { limit: '50' });
  const here = new Set(items.map(({ id }) => id));
  const older = [...open.keys()].filter((id) => !here.has(id));
  return [...items, ...(await Promise.all(older.map((id) => api.get<Payment>(paymentPath(id)))))];
}

function line({ terminal }: Context, payment: Payment): string {
  const { colours } = terminal;
  const at = timeText(payment.updatedAt ?? payment.createdAt);
  const why = payment.funding.declineCode ?? payment.crediting.declineCode;
  const status = statusText(payment.status, colours) + (why ? `: ${why}` : '');
  const attention = payment.attention ? colours.yellow(` needs a person: ${payment.attention.reason}`) : '';
  return `${at}  ${payment.id}  ${formatMoney(payment.amount)}  ${accountText(payment)}  ${status}${attention}`;
}

/** Whoever watches goes on watching through a restart: what passes by itself is remarked on once and waited out. */
async function looking<T>(context: Context, look: () => Promise<T>): Promise<T> {
  for (let remarked = false; ; remarked = true) {
    try {
      return await look();
    } catch (error) {
      const status = error instanceof ApiProblem ? error.problem.status : 0;
      if (!(error instanceof NoAnswer) && status < 500 && status !== 429) throw error;
      if (!remarked) context.terminal.err(`${(error as Error).message}; looking again…`);
      await pause(context, 2 * LOOK_EVERY_MS);
    }
  }
}
