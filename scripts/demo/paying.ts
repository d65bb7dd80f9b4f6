import type { Api, Posted } from '../../cli/api';
import type { Card, Payment } from '../../cli/answers';
import { newKey } from '../../cli/context';
import type { CardDetails, SandboxClient } from './sandbox';

/** Who the demo speaks to. */
export interface World {
  api: Api;
  sandbox: SandboxClient;
  /** The customer whose cards are registered; new for each run. */
  customerId: string;
}

/** A phone whose texts are delivered, and a mailbox for when they are not. */
const RECEIPT = { phone: '+35799000001', email: 'payer@example.com', language: 'en' };

export async function payByCard(
  world: World,
  number: string,
  msisdn: string,
  value: number,
): Promise<Posted<Payment>> {
  return pay(world, msisdn, value, { type: 'card', cardId: await registerCard(world, number) });
}

/** Resolves with the card's id. */
export async function registerCard(world: World, number: string): Promise<string> {
  const token = await world.sandbox.tokenFor(details(number));
  const path = `/v1/customers/${world.customerId}/cards`;
  return (await world.api.post<Card>(path, { token }, newKey())).body.id;
}

export function pay(
  world: World,
  msisdn: string,
  value: number,
  source: object,
  more: object = {},
): Promise<Posted<Payment>> {
  const { customerId } = world;
  const amount = { value, currency: 'EUR' };
  const account = { by: 'msisdn', value: msisdn };
  const body = { amount, account, source, customerId, reference: 'demo', receipt: RECEIPT, ...more };
  return world.api.post<Payment>('/v1/payments', body, newKey());
}

export function details(number: string): CardDetails {
  return { number, expiryMonth: 12, expiryYear: new Date().getUTCFullYear() + 3, securityCode: '123' };
}
