import type Stripe from 'stripe';
import type { Card } from './acquirer';

/** A payment method as our card; undefined where it is something else than a card. */
export function cardOf({ card }: Stripe.PaymentMethod, token: string): Card | undefined {
  if (!card) return undefined;
  const { brand, last4, exp_month: expiryMonth, exp_year: expiryYear } = card;
  return { token, brand, last4, expiryMonth, expiryYear };
}

/** Charging a saved card takes Stripe's customer and payment method, so our token carries both. */
export function tokenOf(customer: string, method: string): string {
  return `${customer}/${method}`;
}

export function partsOfToken(token: string): { customer: string; method: string } | undefined {
  const [customer, method, ...rest] = token.split('/');
  return customer && method && rest.length === 0 ? { customer, method } : undefined;
}
