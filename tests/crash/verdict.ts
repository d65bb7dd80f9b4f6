import { booksIn } from '../support/outside';
import type { Books, Operation } from '../support/outside';
import { hasEnded } from '../support/channel';
import type { Payment } from '../support/channel';
import { withEngine } from '../support/engine';
import type { World } from '../support/world';
import type { TakenBack } from './shop';

/** What is wrong with one payment, in words; empty where it is as it should be. */
export function wrongsOf(payment: Payment, operations: readonly Operation[], balance: number): string[] {
  const books = booksIn(operations);
  const { value } = payment.amount;
  const onPage = payment.source.type === 'hosted_page';
  const taken = (onPage ? books.captures : books.charges) - books.refunds;
  const wrong = Object.entries(books)
    .filter(([, times]) => times > 1)
    .map(([kind, times]) => `${times} ${kind}`);
  if (balance !== books.registrations * value) wrong.push(`the account has ${balance}`);
  const must = (right: boolean, text: string): unknown =>
    right || wrong.push(`${payment.status}, but ${text}`);
  switch (payment.status) {
    case 'succeeded':
      must(taken === 1, `${taken} times the money is taken`);
      must(books.registrations === 1, `it is registered ${books.registrations} times`);
      break;
    case 'reversed':
      must(books.refunds === 1 && taken === 0, 'the money was not given back');
      must(books.registrations === 0, 'it is registered');
      break;
    case 'declined':
    case 'expired':
    case 'cancelled':
      must(taken === 0, 'money was taken');
      must(books.registrations === 0, 'it is registered');
      must(!onPage || books.charges === books.voids, 'the payer’s money is still held');
      break;
    case 'funded':
      must(taken === 1, 'no money is taken');
      break;
    default:
      must(books.registrations === 0, 'it is registered');
  }
  return wrong.map((text) => `${payment.id}: ${text} ${countsOf(books)}`);
}

const countsOf = (books: Books): string => `(${JSON.stringify(books)})`;

/** What is wrong with a payment that the channel took back: what the payer had paid must be let go once, and known to be. */
export async function wrongsOfTakenBack(
  { channel, outside }: World,
  { id, paid }: TakenBack,
): Promise<string[]> {
  const { status } = await channel.payment(id);
  const { charges, voids, captures } = await outside.books(id);
  const once = paid ? 1 : 0;
  const wrong = [];
  if (status !== 'cancelled') wrong.push(`it is ${status}`);
  if (charges !== once) wrong.push(`${charges} times it was authorised`);
  if (voids !== once) wrong.push(`${voids} times it was let go`);
  if (captures > 0) wrong.push('it was captured');
  const types = await channel.eventTypes(id);
  const known = types.filter((type) => type === 'late_authorisation_released').length;
  if (known !== once) wrong.push(`${known} times its log says that it was let go`);
  return wrong.map((text) => `${id}: ${text}`);
}

/** A payment is in good hands when it has ended, a person has been asked, or its workflow waits to look again. */
export async function isInGoodHands(world: World, payment: Payment): Promise<boolean> {
  return hasEnded(payment) || payment.attention !== undefined || (await waitsToLook(world, payment.id));
}

async function waitsToLook({ stack }: World, id: string): Promise<boolean> {
  return withEngine(stack, async (client) => {
    const handle = client.workflow.getHandle(id);
    const { status } = await handle.describe().catch(() => ({ status: { name: 'missing' } }));
    if (status.name !== 'RUNNING') return false;
    const pending = new Set<string>();
    for (const event of (await handle.fetchHistory()).events ?? []) {
      const { timerStartedEventAttributes: started } = event;
      if (started) pending.add(started.timerId!);
      const over = event.timerFiredEventAttributes ?? event.timerCanceledEventAttributes;
      if (over) pending.delete(over.timerId!);
    }
    return pending.size > 0;
  });
}
