import type Stripe from 'stripe';
import { absent, declined, type Inquiry, type Outcome, unknown } from '../../domain/outcomes';
import type * as api from './acquirer';
import { stripeAmount } from './stripe-amounts';
import { FOLLOWING_UP } from './stripe-declines';
import type { StripeLookup } from './stripe-lookup';
import { command, confirmationOf, inquiry, missing } from './stripe-outcomes';

/** What happens to a payment intent after its authorisation: capture, release (Stripe: cancel) and refund. */
export class StripeFollowUps {
  constructor(
    private readonly stripe: Stripe,
    private readonly lookup: StripeLookup,
  ) {}

  async capture(request: api.LaterRequest, options?: api.CallOptions) {
    const amount = stripeAmount(request.amount);
    if (amount === undefined) return declined('amount_out_of_range');
    return this.later('capture', request, options, async (intent) => {
      const key = { idempotencyKey: request.reference };
      return this.stripe.paymentIntents.capture(intent, { amount_to_capture: amount }, key);
    });
  }

  async release(request: api.ReleaseRequest, options?: api.CallOptions) {
    return this.later('release', request, options, async (intent) =>
      this.stripe.paymentIntents.cancel(intent, {}, { idempotencyKey: request.reference }),
    );
  }

  /** Stripe would let go an authorisation that is "refunded" before its capture; here that is a refusal. */
  async refund(request: api.LaterRequest, options?: api.CallOptions): Promise<Outcome<api.Confirmation>> {
    const amount = stripeAmount(request.amount);
    if (amount === undefined) return declined('amount_out_of_range');
    return this.later('refund', request, options, async (id) => {
      const intent = await this.stripe.paymentIntents.retrieve(id);
      if (intent.status !== 'succeeded') return intent;
      const { reference } = request;
      const refund = { payment_intent: id, amount, metadata: { reference } };
      return this.stripe.refunds.create(refund, { idempotencyKey: reference });
    });
  }

  async inquire(operation: api.LaterOperation, request: api.ReleaseRequest, options?: api.CallOptions) {
    return inquiry(options, () => this.stateOf(operation, request));
  }

  /** Stripe refuses to capture or cancel twice: a refusal counts only where the state does not show it done. */
  private async later(
    operation: api.LaterOperation,
    request: api.ReleaseRequest,
    options: api.CallOptions | undefined,
    act: (intent: string) => Promise<Stripe.PaymentIntent | Stripe.Refund>,
  ): Promise<Outcome<api.Confirmation>> {
    const done = await command<api.Confirmation>(options, FOLLOWING_UP, async () => {
      const intent = await this.intentOf(request);
      if (intent === 'too_many') return unknown('not_final');
      if (intent === 'absent') return declined('not_authorised');
      return confirmationOf(operation, await act(intent));
    });
    if (done.kind !== 'declined') return done;
    const state = await this.inquire(operation, request, options);
    return state.kind === 'absent' ? done : state;
  }

  private async stateOf(
    operation: api.LaterOperation,
    request: api.ReleaseRequest,
  ): Promise<Inquiry<api.Confirmation>> {
    const id = await this.intentOf(request);
    if (id === 'absent' || id === 'too_many') return missing(id);
    if (operation !== 'refund') {
      const intent = await this.stripe.paymentIntents.retrieve(id);
      return intent.status.startsWith('requires_') ? absent : confirmationOf(operation, intent);
    }
    const refund = await this.lookup.refund(id, request.reference);
    return typeof refund === 'string' ? missing(refund) : confirmationOf(operation, refund);
  }

  private async intentOf({ authorisation, authorisationId }: api.ReleaseRequest): Promise<string> {
    if (authorisationId?.startsWith('pi_')) return authorisationId;
    const intent = await this.lookup.intent(authorisation);
    return typeof intent === 'string' ? intent : intent.id;
  }
}
