import type { Posted } from '../../cli/api';
import type { Payment, Happened } from '../../cli/answers';
import { open, submit } from './browser';
import { details, pay, payByCard } from './paying';
import type { World } from './paying';
import { giveBack, lineIs, payDuringOutage, payOverBrokenLine, wasBatched, wasInquired } from './trouble';

/** One way in which a payment can go, and what must become of it. */
export interface Way {
  name: string;
  /** The status that it must end in. */
  endsAs: string;
  /** Takes the payment and does what the payer does. */
  play(world: World): Promise<Posted<Payment>>;
  /** What is done once the payment has ended; resolves with what came of it, in words. */
  afterwards?(world: World, payment: Payment): Promise<string>;
  /** How many messages about it are delivered where it ends well; 1, its receipt, unless told. */
  messages?: number;
  /** What was unlike it should be, besides the status. */
  check?(events: Happened[]): string[];
}

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
  {
    name: 'refund',
    endsAs: 'succeeded',
    play: async (world) => payByCard(world, '4242424242424242', '+35799000005', 3300),
    afterwards: giveBack,
    messages: 2,
  },
  {
    name: 'outage',
    endsAs: 'succeeded',
    play: payDuringOutage,
    afterwards: (world) => lineIs(world, 'up'),
    check: wasBatched,
  },
];

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
