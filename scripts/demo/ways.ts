import type { Api, Posted } from '../../cli/api';
import type { Card, Payment, PaymentEvent } from '../../cli/answers';
import { newKey } from '../../cli/context';
import { open, submit } from './browser';
import type { CardDetails, SandboxClient } from './sandbox';

/** Who the demo speaks to. */
export interface World {
  api: Api;
  sandbox: SandboxClient;
  /** The customer whose cards are registered; new for each run. */
  customerId: string;
}

/** One way in which a payment can go, and what must become of it. */
export interface Way {
  name: string;
  /** The status that it must end in. */
  endsAs: string;
  /** Takes the payment and does what the payer does. */
  play(world: World): Promise<Posted<Payment>>;
  /** What was unlike it should be, besides the status. */
  check?(events: PaymentEvent[]): string[];
}

/** A phone whose texts are delivered, and a mailbox for when they are not. */
const RECEIPT = { phone: '+35799000001', email: 'payer@example.com', language: 'en' };

export const WAYS: readonly Way[] = [
  {
    name: 'registered card',
    endsAs: 'succeeded',
    play: async (world) => payByCard(world, '4242424242424242', '+35799000001', 1050),
  },
  { name: 'hosted page', endsAs: 'succeeded', play: payOnPage },
  {
    name: 'declined card',
    endsAs: 'declined',
    play: async (world) => payByCard(world, '4000000000009995', '+35799000003', 7500),
    check: (events) => (events.some(({ type }) => type === 'crediting_succeeded') ? ['it was credited'] : []),
  },
  { name: 'line drops after capture', endsAs: 'succeeded', play: payOverBrokenLine, check: wasInquired },
];

async function payByCard(
  world: World,
  number: string,
  msisdn: string,
  value: number,
): Promise<Posted<Payment>> {
  const token = await world.sandbox.tokenFor(details(number));
  const path = `/v1/customers/${world.customerId}/cards`;
  const { body: card } = await world.api.post<Card>(path, { token }, newKey());
  return pay(world, msisdn, value, { type: 'card', cardId: card.id });
}

async function payOnPage(world: World): Promise<Posted<Payment>> {
  const posted = await pay(world, '+35799000002', 2499, { type: 'hosted_page' });
  const { redirectUrl } = posted.body;
  if (redirectUrl === undefined) throw new Error('the payment has no page for its payer');
  const page = await open(redirectUrl);
  const { number, securityCode, expiryMonth, expiryYear } = details('5555555555554444');
  const expiry = `${String(expiryMonth).padStart(2, '0')}/${expiryYear % 100}`;
  const back = await submit(page, { number, expiry, securityCode, action: 'pay' });
  if (!back.url.startsWith(world.api.url))
    throw new Error(`the payer did not come back from the page: ${back.status}`);
  return posted;
}

/** Alone on the line: the fault strikes the next authorisation, whosever it is. */
async function payOverBrokenLine(world: World): Promise<Posted<Payment>> {
  const fault = await world.sandbox.dropLineAfterNextAuthorisation();
  try {
    return await payByCard(world, '4242424242424242', '+35799000004', 1999);
  } finally {
    await world.sandbox.removeFault(fault);
  }
}

function wasInquired(events: PaymentEvent[]): string[] {
  return events.some(({ type }) => type === 'funding_unknown') ? [] : ['its funding was never unknown'];
}

function pay(world: World, msisdn: string, value: number, source: object): Promise<Posted<Payment>> {
  const { customerId } = world;
  const amount = { value, currency: 'EUR' };
  const account = { by: 'msisdn', value: msisdn };
  const body = { amount, account, source, customerId, reference: 'demo', receipt: RECEIPT };
  return world.api.post<Payment>('/v1/payments', body, newKey());
}

function details(number: string): CardDetails {
  return { number, expiryMonth: 12, expiryYear: new Date().getUTCFullYear() + 3, securityCode: '123' };
}
