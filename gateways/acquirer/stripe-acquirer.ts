import type Stripe from 'stripe';
import { declined, succeeded } from '../../domain/outcomes';
import type * as api from './acquirer';
import { stripeAmount } from './stripe-amounts';
import { CARDS_ONLY, connectStripe, type StripeConnection } from './stripe-client';
import { cardOf, partsOfToken, tokenOf } from './stripe-cards';
import { BEGINNING } from './stripe-declines';
import { StripeFollowUps } from './stripe-follow-ups';
import { StripeLookup } from './stripe-lookup';
import { authorisationOf, command, inquiry, missing } from './stripe-outcomes';
import { StripePages } from './stripe-pages';

export interface StripeAcquirerConfig {
  name: string;
  secretKey: string;
  /** Of the account's webhook endpoint, `whsec_…`. */
  webhookSecret: string;
  /** Instead of `https://api.stripe.com`. */
  apiBase?: string;
  /** How long one call waits for its answer, in milliseconds; 10 000 when absent. */
  timeoutMs?: number;
  /** See `Acquirer.absentAfterMs`; two minutes when absent. */
  absentAfterMs?: number;
  /** What a hosted page says is being paid; `Payment` when absent. */
  pageTitle?: string;
}

/**
 * Stripe, by its official SDK: payment intents, Checkout Sessions and refunds. Keeps no state. Our reference is the
 * idempotency key and `metadata.reference` of whatever it makes; an authorisation's and its capture's external id
 * is the payment intent's.
 */
export class StripeAcquirer implements api.Acquirer {
  readonly name: string;
  readonly absentAfterMs: number;
  private readonly connection: StripeConnection;
  private readonly stripe: Stripe;
  private readonly lookup: StripeLookup;
  private readonly followUps: StripeFollowUps;
  private readonly pages: StripePages;

  constructor(private readonly config: StripeAcquirerConfig) {
    this.name = config.name;
    this.absentAfterMs = config.absentAfterMs ?? 120_000;
    this.connection = connectStripe(config.secretKey, config.timeoutMs ?? 10_000, config.apiBase);
    this.stripe = this.connection.stripe;
    this.lookup = new StripeLookup(this.stripe);
    this.followUps = new StripeFollowUps(this.stripe, this.lookup);
    this.pages = new StripePages(this.stripe, this.lookup, config.pageTitle ?? 'Payment');
  }

  /** Reads the balance: Stripe's cheapest question that needs all that a payment needs. */
  async probe(options?: api.CallOptions): Promise<api.Line> {
    const read = async () => {
      await this.stripe.balance.retrieve();
      return succeeded('up' as const);
    };
    // Whoever refuses is there.
    return (await command(options, BEGINNING, read)).kind === 'unknown' ? 'down' : 'up';
  }

  async authorise(request: api.AuthoriseRequest, options?: api.CallOptions) {
    const { reference, token, capture } = request;
    // Stripe takes card numbers from its own forms only.
    if (token === undefined) return declined('card_not_supported');
    const amount = stripeAmount(request.amount);
    const card = partsOfToken(token);
    if (amount === undefined) return declined('amount_out_of_range');
    if (card === undefined) return declined('card_unknown');
    return command(options, BEGINNING, async () => {
      const intent = await this.stripe.paymentIntents.create(
        {
          amount,
          currency: request.amount.currency.toLowerCase(),
          customer: card.customer,
          payment_method: card.method,
          ...CARDS_ONLY,
          capture_method: capture ? 'automatic' : 'manual',
          confirm: true,
          off_session: true,
          metadata: { reference },
        },
        { idempotencyKey: reference },
      );
      return authorisationOf(intent);
    });
  }

  async inquireAuthorisation(reference: string, options?: api.CallOptions) {
    return inquiry<api.Authorisation>(options, async () => {
      const intent = await this.lookup.intent(reference);
      return typeof intent === 'string' ? missing(intent) : authorisationOf(intent);
    });
  }

  async capture(request: api.LaterRequest, options?: api.CallOptions) {
    return this.followUps.capture(request, options);
  }

  async release(request: api.ReleaseRequest, options?: api.CallOptions) {
    return this.followUps.release(request, options);
  }

  async refund(request: api.LaterRequest, options?: api.CallOptions) {
    return this.followUps.refund(request, options);
  }

  async inquire(operation: api.LaterOperation, request: api.ReleaseRequest, options?: api.CallOptions) {
    return this.followUps.inquire(operation, request, options);
  }

  async openPage(request: api.PageRequest, options?: api.CallOptions) {
    return this.pages.open(request, options);
  }

  async inquirePage(reference: string, options?: api.PageOptions) {
    return this.pages.inquire(reference, options);
  }

  async expirePage(reference: string, options?: api.PageOptions) {
    return this.pages.expire(reference, options);
  }

  /** Ties the payment method to a customer of its own at Stripe, named after ours; the token carries both. */
  async registerCard(token: string, customerId: string, options?: api.CallOptions) {
    return command(options, BEGINNING, async () => {
      const id = partsOfToken(token)?.method ?? token;
      const method = await this.stripe.paymentMethods.retrieve(id, { expand: ['customer'] });
      const owner = method.customer ?? (await this.attach(method.id, customerId));
      // A card that another customer of ours has registered is not shown to be there.
      if (typeof owner === 'string' || owner.deleted || owner.metadata['customer'] !== customerId) {
        return declined('card_unknown');
      }
      const card = cardOf(method, tokenOf(owner.id, method.id));
      return card ? succeeded(card) : declined('card_not_supported');
    });
  }

  readCallback(headers: Record<string, string | undefined>, rawBody: Buffer): api.AcquirerNews | undefined {
    const signature = headers['stripe-signature'];
    const { webhookSecret } = this.config;
    // Anybody can sign with an empty secret.
    if (signature === undefined || webhookSecret === '') return undefined;
    try {
      const event = this.stripe.webhooks.constructEvent(rawBody, signature, webhookSecret);
      const subject = event.data.object as {
        metadata?: { reference?: string };
        client_reference_id?: string;
      };
      const reference = subject.metadata?.reference ?? subject.client_reference_id;
      return reference ? { reference } : undefined;
    } catch {
      return undefined;
    }
  }

  async close(): Promise<void> {
    this.connection.close();
  }

  private async attach(method: string, customerId: string): Promise<Stripe.Customer> {
    const customer = await this.stripe.customers.create(
      { metadata: { customer: customerId } },
      { idempotencyKey: `${method}.customer` },
    );
    await this.stripe.paymentMethods.attach(
      method,
      { customer: customer.id },
      { idempotencyKey: `${method}.attach` },
    );
    return customer;
  }
}
