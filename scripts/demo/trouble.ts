import { setTimeout as sleep } from 'node:timers/promises';
import type { Payment, Happened } from '../../cli/answers';
import type { Posted } from '../../cli/api';
import { paymentPath } from '../../cli/context';
import { withPeople } from './people';
import { pay, payByCard, registerCard } from './paying';
import type { World } from './paying';

const WITHIN_MS = 90_000;

/** Alone on the line: the fault strikes the next authorisation, whosever it is. */
export async function payOverBrokenLine(world: World): Promise<Posted<Payment>> {
  const fault = await world.sandbox.dropLineAfterNextAuthorisation();
  try {
    return await payByCard(world, '4242424242424242', '+35799000004', 1999);
  } finally {
    await world.sandbox.removeFault(fault);
  }
}

export function wasInquired(events: Happened[]): string[] {
  return events.some(({ type }) => type === 'funding_unknown') ? [] : ['its funding was never unknown'];
}

interface Refund {
  id: string;
  status: string;
}

/** An operator asks for all of it back, and a manager approves. */
export function giveBack(world: World, payment: Payment): Promise<string> {
  return withPeople(world.api.url, async (people) => {
    const reason = 'the demo wants to see it go back';
    const { 'demo-operator': operator, 'demo-manager': manager } = people;
    const { id } = await operator.post<Refund>(`${paymentPath(payment.id)}/refunds`, { reason });
    await manager.post(`/v1/refunds/${id}/approval`, { note: 'granted' });
    return until('refund', 'succeeded', async () => {
      return (await operator.get<Refund>(`/v1/refunds/${id}`)).status;
    });
  });
}

/** The acquirer is out: the payment is batched, and goes out by itself when the acquirer is back. */
export async function payDuringOutage(world: World): Promise<Posted<Payment>> {
  const cardId = await registerCard(world, '4242424242424242');
  const fault = await world.sandbox.outage();
  try {
    await lineIs(world, 'down');
    return await pay(world, '+35799000006', 1250, { type: 'card', cardId }, { batch: true });
  } finally {
    await world.sandbox.removeFault(fault);
  }
}

export function wasBatched(events: Happened[]): string[] {
  return events.some(({ type }) => type === 'dispatched') ? [] : ['it never waited for the line'];
}

export async function lineIs({ api }: World, status: 'up' | 'down'): Promise<string> {
  return until('line', status, async () => {
    const { items } = await api.get<{ items: { acquirer: string; status: string }[] }>('/v1/lines');
    return items.find(({ acquirer }) => acquirer === 'sandbox')?.status ?? 'unknown';
  });
}

/** Waits until something stands as it should; resolves with that, in words. */
async function until(what: string, wanted: string, look: () => Promise<string>): Promise<string> {
  for (const deadline = Date.now() + WITHIN_MS; ; await sleep(300)) {
    const status = await look();
    if (status === wanted) return `${what} ${wanted}`;
    if (Date.now() > deadline) throw new Error(`the ${what} is ${status}, not ${wanted}`);
  }
}
