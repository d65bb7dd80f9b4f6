/** What the API answers, as far as the command line shows it. docs/openapi.json has all of it. */

export interface Money {
  /** Integer minor units. */
  value: number;
  currency: string;
}

export interface Leg {
  status: 'none' | 'pending' | 'unknown' | 'succeeded' | 'declined';
  declineCode?: string;
  externalId?: string;
}

export interface Actor {
  kind: string;
  id: string;
}

export interface Payment {
  id: string;
  status: string;
  amount: Money;
  account: { by: string; value: string };
  channel: string;
  source: { type: string; card?: { id?: string; brand?: string; last4?: string } };
  customerId?: string;
  reference?: string;
  funding: Leg;
  crediting: Leg;
  reversal?: Leg;
  attention?: { reason: string };
  redirectUrl?: string;
  expiresAt?: string;
  receipt?: { phone?: string; email?: string; language?: string };
  createdAt: string;
  updatedAt?: string;
  version: number;
}

export interface Refund {
  id: string;
  paymentId: string;
  status: string;
  amount: Money;
  reason: string;
  askedBy: Actor;
  decidedBy?: Actor;
  note?: string;
  refunding: Leg;
  debiting: Leg;
  attention?: { reason: string };
  /** Until when it waits for a decision. */
  expiresAt: string;
  createdAt: string;
  updatedAt?: string;
}

export interface Page<T> {
  items: T[];
  cursor?: string;
}

/** Something that happened to a payment or a refund. */
export interface Happened {
  version: number;
  type: string;
  at: string;
  actor: Actor;
  detail?: Record<string, unknown>;
}

export interface Receipt {
  to?: Payment['receipt'];
  messages: { way: string; state: string; at: string }[];
}

export interface Card {
  id: string;
  customerId: string;
  brand: string;
  last4: string;
  expiryMonth: number;
  expiryYear: number;
  createdAt: string;
}

export interface AuditVerification {
  intact: boolean;
  sealed: number;
  unsealed: number;
  firstAltered?: { entry: string; problem: string };
  lastSeal?: { number: number; hash: string };
  expectedSeal?: 'found' | 'missing' | 'differs';
}

export interface LedgerCheck {
  balanced: boolean;
  /** `balance` in signed minor units. */
  accounts: { account: string; currency: string; balance: string }[];
  problems: { kind: string; subject: string; detail: string }[];
}

/** RFC 9457. */
export interface Problem {
  title: string;
  status: number;
  code: string;
  detail?: string;
  errors?: { path: string; code: string; message: string }[];
  declineCode?: string;
  requestId?: string;
}

const TERMINAL = ['succeeded', 'declined', 'expired', 'cancelled', 'reversed'];

export function hasEnded({ status }: Payment): boolean {
  return TERMINAL.includes(status);
}
