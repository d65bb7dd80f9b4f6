import { setTimeout as sleep } from 'node:timers/promises';
import type { Payment, PaymentEvent } from '../../cli/answers';
import { hasEnded } from '../../cli/answers';
import { paymentPath } from '../../cli/context';
import { inWords } from '../../cli/errors';
import type { Message, Operation } from './sandbox';
import type { Way, World } from './ways';

/** What became of one payment. */
export interface Played {
  way: string;
  payment?: Payment;
  /** HTTP status and payment status of the answer to the request. */
  answered?: string;
  receipts: string[];
  /** What was otherwise than expected; empty where nothing was. */
  wrong: string[];
}

/** So many stages are told of: answered, ended, receipt there. */
export const STAGES = 3;

const END_WITHIN_MS = 60_000;
const RECEIPT_WITHIN_MS = 30_000;

/** Plays one way to its end. Never throws: what went wrong is part of the result. */
export async function play(way: Way, world: World, tell: (stage: string) => void): Promise<Played> {
  const played: Played = { way: way.name, receipts: [], wrong: [] };
  try {
    const { status, body } = await way.play(world);
    played.payment = body;
    played.answered = `${status} ${body.status}`;
    tell(`answered ${played.answered}`);
    const payment = await untilEnded(world, body.id);
    played.payment = payment;
    tell(payment.status);
    const messages = await receiptsOf(world, payment);
    played.receipts = messages.map(({ channel, status: state }) => `${channel} ${state}`);
    tell(played.receipts.join(', ') || 'no receipt');
    played.wrong = await judge(way, world, payment, messages);
  } catch (error) {
    played.wrong.push(inWords(error));
  }
  return played;
}

async function untilEnded({ api }: World, id: string): Promise<Payment> {
  for (const deadline = Date.now() + END_WITHIN_MS; ; await sleep(300)) {
    const payment = await api.get<Payment>(paymentPath(id));
    if (hasEnded(payment) || Date.now() > deadline) return payment;
  }
}

/** Waits for the receipt of a payment that went well; there is none of one that did not. */
async function receiptsOf({ sandbox }: World, payment: Payment): Promise<Message[]> {
  const deadline = Date.now() + (payment.status === 'succeeded' ? RECEIPT_WITHIN_MS : 0);
  for (;;) {
    const messages = await sandbox.messagesAbout(payment.id);
    if (messages.some(({ status }) => status === 'delivered') || Date.now() >= deadline) return messages;
    await sleep(300);
  }
}

async function judge(
  way: Way,
  { api, sandbox }: World,
  payment: Payment,
  messages: Message[],
): Promise<string[]> {
  const { items: events } = await api.get<{ items: PaymentEvent[] }>(`${paymentPath(payment.id)}/events`);
  const wrong = way.check?.(events) ?? [];
  if (payment.status !== way.endsAs) wrong.push(`it is ${payment.status}, not ${way.endsAs}`);
  const delivered = messages.filter(({ status }) => status === 'delivered').length;
  const receipts = payment.status === 'succeeded' ? 1 : 0;
  if (delivered !== receipts) wrong.push(`${delivered} receipts were delivered, not ${receipts}`);
  return [...wrong, ...doneTwice(await sandbox.operationsOf(payment.id), payment)];
}

/** The outside world's own count: money moved once on each side, or not at all. */
function doneTwice(operations: Operation[], payment: Payment): string[] {
  const wrong: string[] = [];
  const done = operations.filter(({ status }) => status !== 'declined' && status !== 'refused');
  for (const kind of new Set(done.map((operation) => operation.kind))) {
    const times = done.filter((operation) => operation.kind === kind).length;
    if (times > 1) wrong.push(`${kind} happened ${times} times`);
  }
  const credited = done.some(({ target }) => target === 'biller');
  if (credited !== (payment.status === 'succeeded'))
    wrong.push(`the biller ${credited ? 'has' : 'lacks'} it`);
  return wrong;
}
