import type { Actor } from './actors';
import type { DeclineCode } from './declines';
import type { Leg } from './legs';
import type { UnknownReason } from './outcomes';

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

export const TERMINAL_STATUSES = ['succeeded', 'declined', 'expired', 'cancelled', 'reversed'] as const;

/** Why a person is needed. The payment stays on the attention list until one decides. */
export const ATTENTION_REASONS = [
  'funding_unresolved',
  'crediting_unresolved',
  'reversal_unresolved',
  'reversal_refused',
  'late_authorisation_not_released',
  /** An outcome came that contradicts what was already settled: money may have moved twice, or not at all. */
  'outcome_contradicts',
] as const;

export type AttentionReason = (typeof ATTENTION_REASONS)[number];

/** All that changes about a payment. `version` counts the facts applied: it is the optimistic lock. */
export interface PaymentState {
  version: number;
  status: PaymentStatus;
  funding: Leg;
  crediting: Leg;
  /** The card's money going back after crediting was refused for good. */
  reversal: Leg;
  page?: { url: string; externalId?: string };
  /** The card that paid, when it became known on the hosted page. */
  card?: { brand: string; last4: string };
  attention?: AttentionReason;
}

/** What a person's decision rests on, where a person settled it. */
interface Noted {
  note?: string;
}

/** Something that happened to a payment: the append-only log's entries. */
export type Fact =
  | { type: 'dispatched' }
  | { type: 'page_opened'; url: string; externalId?: string }
  | { type: 'payer_authorised'; externalId: string; card?: { brand: string; last4: string } }
  | ({ type: 'funding_succeeded'; externalId: string } & Noted)
  | ({ type: 'funding_declined'; code: DeclineCode } & Noted)
  | { type: 'funding_unknown'; reason: UnknownReason }
  | { type: 'page_expired' }
  | { type: 'cancelled'; actor: Actor }
  | { type: 'late_authorisation_released' }
  | ({ type: 'crediting_succeeded'; externalId: string } & Noted)
  | ({ type: 'crediting_declined'; code: DeclineCode } & Noted)
  | { type: 'crediting_unknown'; reason: UnknownReason }
  | ({ type: 'reversal_succeeded'; externalId: string } & Noted)
  | { type: 'reversal_declined'; code: DeclineCode }
  | { type: 'reversal_unknown'; reason: UnknownReason }
  | { type: 'attention_raised'; reason: AttentionReason }
  /** `of`: the trouble that was known to who said so; a contradiction that came meanwhile is none of it. */
  | { type: 'attention_cleared'; of?: AttentionReason; actor: Actor; note: string };

export type FactType = Fact['type'];

/** A fact that the state table does not allow: a bug or a race that was lost, never something to ignore. */
export class IllegalFact extends Error {
  override readonly name = 'IllegalFact';
  constructor(
    readonly fact: FactType,
    readonly status: PaymentStatus,
  ) {
    super(`${fact} cannot happen to a payment that is ${status}`);
  }
}

/** A payment that was just accepted; a batched one waits until the acquirer's line is back. */
export function received({ batched }: { batched?: true } = {}): PaymentState {
  return {
    version: 1,
    status: batched ? 'batched' : 'processing',
    funding: { status: 'pending' },
    crediting: { status: 'none' },
    reversal: { status: 'none' },
  };
}

export function isTerminal(status: PaymentStatus): boolean {
  return (TERMINAL_STATUSES as readonly string[]).includes(status);
}

/** Where nobody but the payer, or the line, is waited for, there is nothing for a person to decide. */
const AT_WORK = PAYMENT_STATUSES.filter((status) => status !== 'awaiting_payer' && status !== 'batched');

/** In which statuses each fact may happen. A late release changes no status: it is money that never moved. */
const ALLOWED: Record<FactType, readonly PaymentStatus[]> = {
  dispatched: ['batched'],
  page_opened: ['processing'],
  payer_authorised: ['awaiting_payer'],
  funding_succeeded: ['processing'],
  funding_declined: ['processing', 'awaiting_payer'],
  funding_unknown: ['processing'],
  page_expired: ['awaiting_payer'],
  cancelled: ['awaiting_payer', 'batched'],
  late_authorisation_released: ['expired', 'cancelled', 'declined'],
  crediting_succeeded: ['funded'],
  crediting_declined: ['funded'],
  crediting_unknown: ['funded'],
  reversal_succeeded: ['reversing'],
  reversal_declined: ['reversing'],
  reversal_unknown: ['reversing'],
  attention_raised: AT_WORK,
  attention_cleared: AT_WORK,
};

/** The state table: the only place that says what a fact does to a payment. */
export function apply(state: PaymentState, fact: Fact): PaymentState {
  const again = fact.type === 'page_opened' && state.page !== undefined;
  if (again || !ALLOWED[fact.type].includes(state.status)) throw new IllegalFact(fact.type, state.status);
  return { ...state, ...changeOf(state, fact), ...unanswered(state, fact), version: state.version + 1 };
}

/** A contradiction stays, whatever else settles or goes wrong, until somebody has said something of it. */
function unanswered({ attention }: PaymentState, fact: Fact): Pick<PaymentState, 'attention'> {
  if (attention !== 'outcome_contradicts') return {};
  const answered = fact.type === 'attention_cleared' && (fact.of ?? attention) === attention;
  return answered ? {} : { attention };
}

function changeOf(state: PaymentState, fact: Fact): Partial<PaymentState> {
  switch (fact.type) {
    case 'dispatched':
      return { status: 'processing' };
    case 'page_opened':
      return {
        status: 'awaiting_payer',
        funding: { status: 'pending' },
        page: { url: fact.url, externalId: fact.externalId },
      };
    case 'payer_authorised':
      return {
        status: 'processing',
        funding: { status: 'pending', externalId: fact.externalId },
        card: fact.card,
      };
    case 'funding_succeeded':
      return {
        status: 'funded',
        funding: { status: 'succeeded', externalId: fact.externalId },
        crediting: { status: 'pending' },
        attention: undefined,
      };
    case 'funding_declined':
      return {
        status: 'declined',
        funding: { ...state.funding, status: 'declined', code: fact.code },
        attention: undefined,
      };
    case 'funding_unknown':
      return { funding: { ...state.funding, status: 'unknown' } };
    case 'page_expired':
      return { status: 'expired', funding: { status: 'none' } };
    case 'cancelled':
      return { status: 'cancelled', funding: { status: 'none' } };
    case 'late_authorisation_released':
      return { attention: undefined };
    case 'crediting_succeeded':
      return {
        status: 'succeeded',
        crediting: { status: 'succeeded', externalId: fact.externalId },
        attention: undefined,
      };
    case 'crediting_declined':
      return {
        status: 'reversing',
        crediting: { status: 'declined', code: fact.code },
        reversal: { status: 'pending' },
        attention: undefined,
      };
    case 'crediting_unknown':
      return { crediting: { status: 'unknown' } };
    case 'reversal_succeeded':
      return {
        status: 'reversed',
        reversal: { status: 'succeeded', externalId: fact.externalId },
        attention: undefined,
      };
    case 'reversal_declined':
      return { reversal: { status: 'declined', code: fact.code }, attention: 'reversal_refused' };
    case 'reversal_unknown':
      return { reversal: { status: 'unknown' } };
    case 'attention_raised':
      return { attention: fact.reason };
    case 'attention_cleared':
      return { attention: undefined };
  }
  return unreachable(fact, state);
}

function unreachable(fact: never, state: PaymentState): never {
  throw new IllegalFact((fact as Fact).type, state.status);
}
