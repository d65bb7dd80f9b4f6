import type {
  AuditEntry,
  DeliveryLog,
  Endpoint,
  HistoryEvent,
  Line,
  Payment,
  Refund,
  Settings,
  SettingsChange,
  User,
} from '../src/api/contract';
import { DEFAULT_OPERATING_SETTINGS } from '../../domain/operating-settings';
import { makeVault } from './kept';
import type { Vault } from './kept';
import { makePeople } from './people';

/** Everything that the fake knows. */
export interface World {
  people: User[];
  signedIn?: User;
  payments: Payment[];
  events: Map<string, HistoryEvent[]>;
  refunds: Refund[];
  lines: Line[];
  vault: Vault;
  settings: Settings;
  changes: SettingsChange[];
  audit: AuditEntry[];
  endpoints: Endpoint[];
  deliveries: DeliveryLog[];
  /** Answers to POSTs by their Idempotency-Key. */
  answers: Map<string, { status: number; json: unknown }>;
  wrongSignIns: number;
  listeners: Set<(change: object) => void>;
}

let count = 0;
export const newId = (prefix: string): string =>
  `${prefix}_01JCKH3E8M5T0V6ZQ2W9RY${String(++count).padStart(4, '0')}`;
export const ago = (minutes: number): string => new Date(Date.now() - minutes * 60_000).toISOString();

export function makePayment(changes: Partial<Payment> = {}): Payment {
  return {
    id: newId('pay'),
    status: 'succeeded',
    amount: { value: 1050, currency: 'EUR' },
    account: { by: 'msisdn', value: '+35799000001' },
    channel: 'console',
    acquirer: 'sandbox',
    source: { type: 'card', card: { id: 'card_1', brand: 'visa', last4: '4242' } },
    funding: { status: 'succeeded', externalId: 'op_17' },
    crediting: { status: 'succeeded', externalId: 'adj_9' },
    createdBy: { kind: 'user', id: 'usr_olga', name: 'Olga Petrova' },
    receipt: { phone: '+35799000001', language: 'en' },
    createdAt: ago(5),
    version: 4,
    ...changes,
  };
}

export function makeRefund(payment: Payment, changes: Partial<Refund> = {}): Refund {
  return {
    id: newId('rfd'),
    paymentId: payment.id,
    status: 'pending_approval',
    amount: payment.amount,
    reason: 'Paid twice by mistake',
    acquirer: payment.acquirer,
    askedBy: { kind: 'user', id: 'usr_olga', name: 'Olga Petrova' },
    refunding: { status: 'none' },
    debiting: { status: 'none' },
    expiresAt: ago(-6 * 24 * 60),
    createdAt: ago(70),
    updatedAt: ago(70),
    version: 1,
    ...changes,
  };
}

function makeDelivery(endpoint: Endpoint, changes: Partial<DeliveryLog>): DeliveryLog {
  return {
    id: newId('whd'),
    endpointId: endpoint.id,
    eventId: newId('evt'),
    type: 'payment.succeeded',
    object: { kind: 'payment', id: 'pay_1' },
    sequence: 4,
    state: 'pending',
    attemptCount: changes.attempts?.length ?? 0,
    createdAt: ago(4),
    payload: {},
    attempts: [],
    ...changes,
  };
}

const none = { status: 'none' } as const;

function demoPayments(): Payment[] {
  const declined = {
    funding: { status: 'declined', declineCode: 'insufficient_funds' },
    crediting: none,
  } as const;
  const special: Partial<Payment>[] = [
    {
      status: 'awaiting_payer',
      source: { type: 'hosted_page', saveCard: false },
      funding: { status: 'pending' },
      crediting: none,
      redirectUrl: '/fake/page',
      createdAt: ago(1),
    },
    {
      status: 'funded',
      crediting: { status: 'unknown' },
      attention: { reason: 'crediting_unresolved' },
      createdAt: ago(3),
    },
    { status: 'declined', ...declined, createdAt: ago(4), amount: { value: 2500, currency: 'JPY' } },
    {
      amount: { value: 12_345_678, currency: 'KWD' },
      createdAt: ago(8),
      account: { by: 'contract', value: 'C-2026-000198-NICOSIA' },
    },
    { status: 'batched', funding: { status: 'pending' }, crediting: none, batched: true, createdAt: ago(12) },
    {
      status: 'reversed',
      crediting: { status: 'declined', declineCode: 'account_closed' },
      reversal: { status: 'succeeded' },
      createdAt: ago(40),
    },
    { channel: 'ivr', createdBy: undefined, createdAt: ago(50), batched: true },
  ];
  const plain = Array.from({ length: 60 }, (_, index): Partial<Payment> => ({
    amount: { value: 500 + index * 137, currency: 'EUR' },
    account: { by: 'msisdn', value: `+357990000${String(index % 40).padStart(2, '0')}` },
    createdAt: ago(60 + index * 47),
    ...(index % 9 === 4 && { status: 'declined', ...declined }),
    ...(index % 13 === 6 && { status: 'expired', funding: none, crediting: none }),
  }));
  return [...special, ...plain].map(makePayment);
}

export function makeWorld(): World {
  const payments = demoPayments();
  const old = payments.filter(({ status }) => status === 'succeeded');
  const adam = { kind: 'user' as const, id: 'usr_adam', name: 'Adam Stone' };
  const refunds = [
    makeRefund(old[2]!),
    makeRefund(old[3]!, {
      amount: { value: 300, currency: 'EUR' },
      askedBy: { kind: 'user', id: 'usr_maria', name: 'Maria Costa' },
      reason: 'Wrong tariff in November',
      escalated: true,
      createdAt: ago(1900),
    }),
    makeRefund(old[5]!, {
      status: 'succeeded',
      decidedBy: { kind: 'user', id: 'usr_maria', name: 'Maria Costa' },
      decidedAt: ago(30),
      refunding: { status: 'succeeded' },
      debiting: { status: 'succeeded' },
    }),
    makeRefund(old[7]!, {
      status: 'refunded',
      reason: 'The customer moved to another contract',
      decidedBy: { kind: 'user', id: 'usr_maria', name: 'Maria Costa' },
      decidedAt: ago(200),
      refunding: { status: 'succeeded' },
      debiting: { status: 'declined', declineCode: 'account_closed' },
      attention: { reason: 'debiting_refused' },
      createdAt: ago(260),
    }),
  ];
  const endpoint: Endpoint = {
    id: newId('whe'),
    channel: 'ivr',
    url: 'https://ivr.example/hooks',
    description: 'IVR in Limassol',
    events: [],
    updatedAt: ago(9000),
    enabled: true,
    createdAt: ago(9000),
  };
  return {
    people: makePeople(),
    payments,
    events: new Map(),
    refunds,
    lines: [
      {
        acquirer: 'sandbox',
        status: 'up',
        since: ago(3000),
        batched: { payments: 0, refunds: 0 },
        takesCardNumbers: true,
      },
    ],
    vault: makeVault(),
    settings: {
      settings: JSON.parse(JSON.stringify(DEFAULT_OPERATING_SETTINGS)) as Settings['settings'],
      version: 3,
      changedAt: ago(2000),
      changedBy: adam,
    },
    changes: [
      {
        version: 3,
        at: ago(2000),
        actor: adam,
        before: { expiry: { hostedPageMs: 900_000 } },
        after: { expiry: { hostedPageMs: 1_800_000 } },
      },
    ],
    audit: payments.slice(0, 40).map((payment, index) => ({
      id: String(900 - index),
      at: payment.createdAt,
      actor: payment.createdBy ?? { kind: 'channel', id: payment.channel },
      object: { kind: 'payment', id: payment.id },
      version: payment.version,
      type: payment.status === 'declined' ? 'funding_declined' : 'crediting_succeeded',
      data: payment.funding.declineCode ? { code: payment.funding.declineCode } : {},
      sealed: index > 2,
    })),
    endpoints: [endpoint],
    deliveries: [
      makeDelivery(endpoint, {
        state: 'delivered',
        attempts: [{ number: 1, at: ago(4), status: 200, durationMs: 84 }],
      }),
      makeDelivery(endpoint, {
        type: 'payment.declined',
        nextAttemptAt: ago(-10),
        createdAt: ago(30),
        attempts: [
          { number: 1, at: ago(30), status: 503, durationMs: 120 },
          { number: 2, at: ago(29), error: 'timeout', durationMs: 15_000 },
        ],
      }),
    ],
    answers: new Map(),
    wrongSignIns: 0,
    listeners: new Set(),
  };
}
