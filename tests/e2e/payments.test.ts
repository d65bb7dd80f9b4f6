import { startStripeCheckout } from '../../gateways/testing/stripe-checkout';
import type { StripeCheckout } from '../../gateways/testing/stripe-checkout';
import { useWorld } from '../support/world';
import { STRIPE, acquirers } from './suites/acquirers';
import { books } from './suites/books';
import { cardScan } from './suites/card-scan';
import { cardPayments } from './suites/cards';
import { hostedPages } from './suites/pages';
import { people } from './suites/people';
import { programs } from './suites/programs';
import { receipts } from './suites/receipts';
import { refunds } from './suites/refunds';
import { restarts } from './suites/restarts';
import { settings } from './suites/settings';
import { workflowsInTheEngine } from './suites/workflows';

const env: Record<string, string> = {
  ...STRIPE,
  ACQUIRER_ABSENT_AFTER_MS: '3000',
  SWEEP_EVERY_MS: '2000',
  STRANDED_AFTER_MS: '4000',
};
let stripe: StripeCheckout;

// Before the stack, which is told its address.
beforeAll(async () => {
  stripe = await startStripeCheckout();
  env.STRIPE_API_BASE = stripe.url;
});
// One stack for all: real processes, spoken to through public interfaces only. The order matters at the end.
const world = useWorld({ durable: true, people: true, env, scanned: true });
afterAll(() => stripe?.close());

describe('registered cards', () => cardPayments(world));
describe('hosted pages', () => hostedPages(world));
describe('receipts', () => receipts(world));
describe('people', () => people(world));
describe('refunds', () => refunds(world));
describe('settings and the log', () => settings(world));
describe('two acquirers', () => acquirers(world, () => stripe));
describe('in the engine', () => workflowsInTheEngine(world));
describe('programs', () => programs(world));
describe('restarts', () => restarts(world));
describe('the books, after all that', () => books(world));
describe('card numbers, after all that', () => cardScan(world));
