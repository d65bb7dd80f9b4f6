import type Stripe from 'stripe';
import { declined, type Inquiry, type Outcome, succeeded, unknown } from '../../domain/outcomes';
import type { Card, OpenedPage, Page, PageRequest } from './acquirer';
import { cardOf, tokenOf } from './stripe-cards';
import { CARDS_ONLY } from './stripe-client';

/** Stripe accepts an expiry of 30 minutes to 24 hours from now; some of it is spent on the way. */
const SHORTEST_MS = 31 * 60_000;
const LONGEST_MS = 24 * 60 * 60_000 - 60_000;

export const SESSION_EXPANDS = ['payment_intent.payment_method'];

/**
 * A Checkout Session that only authorises. An expiry that Stripe does not accept is left to Stripe's own of 24
 * hours: the payment's timer closes the page. Callbacks go to the account's webhook endpoint, not to an address
 * given here.
 */
export function sessionParams(
  request: PageRequest,
  amount: number,
  title: string,
): Stripe.Checkout.SessionCreateParams {
  const { reference, returnUrl, saveCard } = request;
  const lifetime = Date.parse(request.expiresAt) - Date.now();
  const canExpire = lifetime >= SHORTEST_MS && lifetime <= LONGEST_MS;
  const currency = request.amount.currency.toLowerCase();
  const price = { currency, unit_amount: amount, product_data: { name: title } };
  return {
    mode: 'payment',
    client_reference_id: reference,
    metadata: { reference },
    line_items: [{ quantity: 1, price_data: price }],
    ...CARDS_ONLY,
    success_url: returnUrl,
    cancel_url: returnUrl,
    ...(canExpire ? { expires_at: Math.floor(Date.parse(request.expiresAt) / 1000) } : {}),
    ...(saveCard ? { customer_creation: 'always' } : {}),
    payment_intent_data: {
      capture_method: 'manual',
      metadata: { reference, from: 'page' },
      ...(saveCard ? { setup_future_usage: 'off_session' } : {}),
    },
  };
}

export function openedPage({ id, url }: Stripe.Checkout.Session): Outcome<OpenedPage> {
  return url ? succeeded({ url, externalId: id }) : unknown('not_final');
}

/** How a session stands, judged by its payment intent once there is a result. */
export function pageOf(session: Stripe.Checkout.Session): Inquiry<Page> {
  switch (session.status) {
    case 'open':
      return session.url ? succeeded({ status: 'open', url: session.url }) : unknown('unreadable_answer');
    case 'expired':
      return succeeded({ status: 'expired' });
    case 'complete':
      return resultOf(session);
    default:
      return unknown('unreadable_answer');
  }
}

function resultOf({ payment_intent: intent, customer }: Stripe.Checkout.Session): Inquiry<Page> {
  if (intent === null || typeof intent === 'string') return unknown('unreadable_answer');
  switch (intent.status) {
    case 'requires_capture':
    case 'succeeded':
      return succeeded({
        status: 'authorised',
        externalId: intent.id,
        card: cardOfPage(intent.payment_method, typeof customer === 'string' ? customer : customer?.id),
      });
    case 'canceled':
      return declined('not_authorised');
    default:
      return unknown('not_final');
  }
}

/** A card that was not saved belongs to no customer: its token shows it but can't be charged. */
function cardOfPage(method: Stripe.PaymentIntent['payment_method'], customer?: string): Card | undefined {
  if (method === null || typeof method === 'string' || !method.card) return undefined;
  return cardOf(method, customer === undefined ? method.id : tokenOf(customer, method.id));
}
