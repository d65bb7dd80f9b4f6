// What docs/openapi.json does not describe yet. A path leaves this file when it appears there: types.ts prefers the generated one.

export type Level = 'operator' | 'manager' | 'administrator';

export interface Money {
  /** Integer minor units. */
  value: number;
  currency: string;
}

export interface Person {
  kind: string;
  id: string;
  name?: string;
}

export interface User {
  id: string;
  username: string;
  displayName: string;
  level: Level;
  permissions: string[];
  disabled: boolean;
  locked: boolean;
  secondFactor: boolean;
  passwordChangeRequired: boolean;
  language?: 'en' | 'ru';
  lastSignInAt?: string;
  createdAt: string;
  version: number;
}

export interface Session {
  user: User;
  scopes: string[];
  csrfToken: string;
  passwordChangeRequired: boolean;
  idleExpiresAt: string;
  expiresAt: string;
}

export interface Account {
  accountId: string;
  by: 'msisdn' | 'account' | 'contract';
  value: string;
  name?: string;
  status: 'active' | 'closed';
  balance?: Money;
  debt?: Money;
}

export interface Leg {
  status: 'none' | 'pending' | 'unknown' | 'succeeded' | 'declined';
  declineCode?: string;
  externalId?: string;
}

export const PAYMENT_STATUSES = [
  'batched',
  'processing',
  'awaiting_payer',
  'funded',
  'succeeded',
  'declined',
  'expired',
  'cancelled',
  'reversing',
  'reversed',
] as const;
export type PaymentStatus = (typeof PAYMENT_STATUSES)[number];

export interface Payment {
  id: string;
  status: PaymentStatus;
  amount: Money;
  account: { by: 'msisdn' | 'account' | 'contract'; value: string };
  channel: string;
  source: {
    type: 'card' | 'hosted_page' | 'vaulted_card';
    card?: { id?: string; brand?: string; last4?: string };
    brand?: string;
    last4?: string;
  };
  customerId?: string;
  reference?: string;
  funding: Leg;
  crediting: Leg;
  reversal?: Leg;
  attention?: { reason: string };
  redirectUrl?: string;
  expiresAt?: string;
  receipt?: { phone?: string; email?: string; language?: string };
  batched?: boolean;
  createdBy?: Person;
  refunds?: { reserved: number; refunded: number };
  workflowUrl?: string;
  createdAt: string;
  updatedAt?: string;
  version: number;
}

export interface HistoryEvent {
  version: number;
  type: string;
  at: string;
  actor: Person;
  detail?: Record<string, unknown>;
}

export interface Receipt {
  to?: { phone?: string; email?: string; language?: string };
  messages: { way: string; state: string; at: string }[];
}

export interface Card {
  id: string;
  brand: string;
  last4: string;
  expiryMonth: number;
  expiryYear: number;
}

export const REFUND_STATUSES = [
  'pending_approval',
  'batched',
  'approved',
  'refunded',
  'succeeded',
  'rejected',
  'cancelled',
  'expired',
  'declined',
] as const;
export type RefundStatus = (typeof REFUND_STATUSES)[number];

export interface Refund {
  id: string;
  paymentId: string;
  status: RefundStatus;
  amount: Money;
  reason: string;
  askedBy: Person;
  decidedBy?: Person;
  decidedAt?: string;
  note?: string;
  refunding: Leg;
  debiting: Leg;
  attention?: { reason: string };
  batched?: boolean;
  escalated?: boolean;
  expiresAt: string;
  createdAt: string;
  updatedAt?: string;
  version: number;
}

export interface Line {
  acquirer: string;
  status: 'up' | 'down' | 'trial';
  since: string;
  batched: { payments: number; refunds: number };
}

export interface Wording {
  subject: string;
  text: string;
}

export interface OperatingSettings {
  limits: { payment: { currency: string; min?: number; max?: number }[] };
  expiry: { hostedPageMs: number; refundApprovalMs: number };
  refunds: { escalateAfterMs: number };
  retries: { inquiryMs: number[] };
  texts: { receipt: Record<string, Wording>; refund: Record<string, Wording> };
  acquirers: { byCurrency: Record<string, string> };
  lines: { probeMs: number; downAfterFailures: number; forwardPerSecond: number };
}
export type SettingsGroup = keyof OperatingSettings;
export type SomeSettings = { [G in SettingsGroup]?: Partial<OperatingSettings[G]> };

export interface Settings {
  settings: OperatingSettings;
  version: number;
  changedAt?: string;
  changedBy?: Person;
}

export interface SettingsChange {
  version: number;
  at: string;
  actor: Person;
  before: Record<string, Record<string, unknown>>;
  after: Record<string, Record<string, unknown>>;
}

export interface AuditEntry {
  id: string;
  at: string;
  actor: Person;
  object: { kind: string; id: string };
  version?: number;
  type: string;
  data?: Record<string, unknown>;
  sealed: boolean;
}

export interface AuditVerification {
  intact: boolean;
  sealed: number;
  unsealed: number;
  firstAltered?: { entry: string; problem: string };
}

export interface Statistics {
  totals: { byStatus: { status: PaymentStatus; count: number; amounts: Money[] }[] };
  series: { at: string; status: PaymentStatus; count: number }[];
  declines: { code: string; count: number }[];
  refunds: { pending: number };
  attention: number;
}

export interface Endpoint {
  id: string;
  channel: string;
  url: string;
  description?: string;
  events?: string[];
  enabled: boolean;
  createdAt: string;
}

export interface Delivery {
  id: string;
  type: string;
  state: string;
  createdAt: string;
  nextAttemptAt?: string;
  attempts?: { at: string; status?: number; error?: string; durationMs?: number }[];
}

export interface Page<T> {
  items: T[];
  cursor?: string;
}
