import { setTimeout as sleep } from 'node:timers/promises';
import type { Payment, Happened } from '../../cli/answers';
import { hasEnded } from '../../cli/answers';
import { paymentPath } from '../../cli/context';
import { inWords } from '../../cli/errors';
import type { Message, Operation } from './sandbox';
import type { World } from './paying';
import type { Way } from './ways';

/** What became of one payment. */
export interface Played {
  way: string;
  payment?: Payment;
  /** HTTP status and payment status of the answer to the request. */
  answered?: string;
  receipts: string[];
  /** What came of what was done afterwards. */
  afterwards?: string;
  /** What was otherwise than expected; empty where nothing was. */
  wrong: string[];
}

/** So many stages are told of: answered, ended, receipt there, and what is done afterwards. */
export const stagesOf = ({ afterwards }: Way): number => (afterwards ? 4 : 3);

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
    if (way.afterwards) {
      played.afterwards = await way.afterwards(world, payment);
      tell(played.afterwards);
    }
    const messages = await receiptsOf(way, world, payment);
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

/** Waits for the messages about a payment that went well; there is none of one that did not. */
async function receiptsOf(way: Way, { sandbox }: World, payment: Payment): Promise<Message[]> {
  const deadline = Date.now() + (payment.status === 'succeeded' ? RECEIPT_WITHIN_MS : 0);
  for (;;) {
    const messages = await sandbox.messagesAbout(payment.id);
    if (delivered(messages) >= wanted(way, payment) || Date.now() >= deadline) return messages;
    await sleep(300);
  }
}

function wanted({ messages = 1 }: Way, { status }: Payment): number {
  return status === 'succeeded' ? messages : 0;
}

function delivered(messages: Message[]): number {
  return messages.filter(({ status }) => status === 'delivered').length;
}

async function judge(
  way: Way,
  { api, sandbox }: World,
  payment: Payment,
  messages: Message[],
): Promise<string[]> {
  const { items: events } = await api.get<{ items: Happened[] }>(`${paymentPath(payment.id)}/events`);
  const wrong = way.check?.(events) ?? [];
  if (payment.status !== way.endsAs) wrong.push(`it is ${payment.status}, not ${way.endsAs}`);
  const [came, due] = [delivered(messages), wanted(way, payment)];
  if (came !== due) wrong.push(`${came} messages were delivered, not ${due}`);
  return [...wrong, ...doneTwice(await sandbox.operationsOf(payment.id), payment)];
}

/** The outside world's own count: money moved once on each side, there and back, or not at all. */
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
