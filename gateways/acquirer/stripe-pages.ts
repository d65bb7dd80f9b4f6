import Stripe from 'stripe';
import { declined, type Outcome, unknown } from '../../domain/outcomes';
import type * as api from './acquirer';
import { stripeAmount } from './stripe-amounts';
import { BEGINNING } from './stripe-declines';
import type { StripeLookup } from './stripe-lookup';
import { command, inquiry, missing } from './stripe-outcomes';
import { openedPage, pageOf, SESSION_EXPANDS, sessionParams } from './stripe-sessions';

/** Hosted pages as Checkout Sessions. */
export class StripePages {
  constructor(
    private readonly stripe: Stripe,
    private readonly lookup: StripeLookup,
    private readonly title: string,
  ) {}

  async open(request: api.PageRequest, options?: api.CallOptions) {
    const { reference } = request;
    const amount = stripeAmount(request.amount);
    if (amount === undefined) return declined('amount_out_of_range');
    const params = sessionParams(request, amount, this.title);
    const opened = await command(options, BEGINNING, async () =>
      openedPage(await this.stripe.checkout.sessions.create(params, { idempotencyKey: reference })),
    );
    // The same key with another expiry (see `sessionParams`): the page is there already.
    if (opened.kind !== 'unknown' || opened.reason !== 'not_final') return opened;
    return inquiry(options, async () => {
      const session = await this.lookup.session(reference);
      return typeof session === 'string' ? unknown('not_final') : openedPage(session);
    }) as Promise<Outcome<api.OpenedPage>>;
  }

  async inquire(reference: string, options?: api.PageOptions) {
    return inquiry<api.Page>(options, async () => {
      const session = await this.session(reference, options?.externalId);
      return typeof session === 'string' ? missing(session) : pageOf(session);
    });
  }

  async expire(reference: string, options?: api.PageOptions) {
    return inquiry<api.Page>(options, async () => {
      const session = await this.session(reference, options?.externalId);
      if (typeof session === 'string') return missing(session);
      if (session.status !== 'open') return pageOf(session);
      try {
        return pageOf(await this.stripe.checkout.sessions.expire(session.id));
      } catch (error) {
        // Refused because the payer was quicker; anything else is for the next inquiry.
        if (!(error instanceof Stripe.errors.StripeInvalidRequestError)) throw error;
        return pageOf(await this.stripe.checkout.sessions.retrieve(session.id, { expand: SESSION_EXPANDS }));
      }
    });
  }

  private async session(reference: string, id?: string) {
    if (id !== undefined) return this.stripe.checkout.sessions.retrieve(id, { expand: SESSION_EXPANDS });
    const found = await this.lookup.session(reference);
    if (typeof found === 'string' || found.status !== 'complete') return found;
    return this.stripe.checkout.sessions.retrieve(found.id, { expand: SESSION_EXPANDS });
  }
}
