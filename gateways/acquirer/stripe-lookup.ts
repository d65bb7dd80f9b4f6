import Stripe from 'stripe';
import { decodeTime } from 'ulid';
import { paymentOf } from '../../domain/steps';

/**
 * Finds Stripe's objects by our reference, with nothing remembered here.
 *
 * Stripe has no lookup by one's own key. Its search API finds metadata of any age, but what is new may take up to
 * an hour to get there; its lists are up to date, but long. So a payment intent is searched for first, and where
 * the search knows nothing the list is read back as far as the search may be behind. Checkout sessions can't be
 * searched: they are listed around the time at which our payment was created, which its id tells.
 */
export class StripeLookup {
  constructor(private readonly stripe: Stripe) {}

  /** `too_many` says that the list was not read to its end: not found, and not known to be absent. */
  async intent(reference: string): Promise<Stripe.PaymentIntent | 'absent' | 'too_many'> {
    const search = await this.search(reference);
    if (search.found) return this.stripe.paymentIntents.retrieve(search.found);
    const oldest = search.works ? seconds(Date.now()) - SEARCH_LAG : 0;
    const isOurs = ({ metadata }: Stripe.PaymentIntent) => metadata['reference'] === reference;
    return firstOf(
      this.stripe.paymentIntents.list({ limit: PAGE }),
      isOurs,
      Math.max(oldest, born(reference)),
    );
  }

  async session(reference: string): Promise<Stripe.Checkout.Session | 'absent' | 'too_many'> {
    const start = born(reference);
    const isOurs = (session: Stripe.Checkout.Session) => session.client_reference_id === reference;
    const windows = start > 0 ? [start, start + USUAL_DELAY, start + LONGEST_DELAY] : [0, Infinity];
    for (let index = 0; index + 1 < windows.length; index += 1) {
      const [gte, lt] = [windows[index] ?? 0, windows[index + 1] ?? Infinity];
      const created = lt === Infinity ? undefined : { gte, lt };
      const found = await firstOf(this.stripe.checkout.sessions.list({ limit: PAGE, created }), isOurs, gte);
      if (found !== 'absent') return found;
    }
    return 'absent';
  }

  async refund(intent: string, reference: string): Promise<Stripe.Refund | 'absent' | 'too_many'> {
    const isOurs = ({ metadata }: Stripe.Refund) => metadata?.['reference'] === reference;
    return firstOf(this.stripe.refunds.list({ payment_intent: intent, limit: PAGE }), isOurs, 0);
  }

  /** Search is not offered everywhere: where it is refused, the list alone must do. */
  private async search(reference: string): Promise<{ works: boolean; found?: string }> {
    const query = `metadata["reference"]:"${reference.replace(/["\\]/g, '\\$&')}"`;
    try {
      const { data } = await this.stripe.paymentIntents.search({ query, limit: 10 });
      const found = data.find(({ status }) => HOLDS_MONEY.has(status)) ?? data[0];
      return { works: true, found: found?.id };
    } catch (error) {
      if (error instanceof Stripe.errors.StripeInvalidRequestError) return { works: false };
      throw error;
    }
  }
}

const HOLDS_MONEY = new Set<string>(['succeeded', 'requires_capture', 'processing']);

const PAGE = 100;
const MAX_ITEMS = 2000;
/** In seconds: how far behind search may be, and some more. */
const SEARCH_LAG = 70 * 60;
/** In seconds: clocks differ. */
const CLOCK_SKEW = 120;
/** In seconds after a payment's creation: when its page is opened as a rule, and at the very latest. */
const USUAL_DELAY = 15 * 60;
const LONGEST_DELAY = 25 * 60 * 60;

/** Reads a list from its newest item back to what is older than `oldest` (Unix seconds). */
async function firstOf<T extends { created: number }>(
  items: AsyncIterable<T>,
  isOurs: (item: T) => boolean,
  oldest: number,
): Promise<T | 'absent' | 'too_many'> {
  let seen = 0;
  for await (const item of items) {
    if (isOurs(item)) return item;
    seen += 1;
    if (item.created < oldest) return 'absent';
    if (seen >= MAX_ITEMS) return 'too_many';
  }
  return 'absent';
}

/** The time before which nothing can carry this reference, in Unix seconds; 0 where it does not tell. */
function born(reference: string): number {
  const payment = paymentOf(reference);
  return payment === undefined ? 0 : seconds(decodeTime(payment.slice('pay_'.length))) - CLOCK_SKEW;
}

function seconds(milliseconds: number): number {
  return Math.floor(milliseconds / 1000);
}
