import type { Actor } from './actors';
import type { DeclineCode } from './declines';
import type { Money } from './money';
import type { UnknownReason } from './outcomes';
import type { Leg } from './legs';

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

export const TERMINAL_REFUND_STATUSES = [
  'succeeded',
  'rejected',
  'cancelled',
  'expired',
  'declined',
] as const satisfies readonly RefundStatus[];

/** Ended without giving money back: what it held of the payment may be asked for again. */
export const FRUITLESS_REFUND_STATUSES = [
  'rejected',
  'cancelled',
  'expired',
  'declined',
] as const satisfies readonly RefundStatus[];

/** What was asked for: fixed when it is accepted. */
export interface RefundOrder {
  /** `rfd_` and a ULID; the workflow's id, and the stem of its external references. */
  id: string;
  paymentId: string;
  amount: Money;
  reason: string;
  askedBy: Actor;
  /** The payment's channel. */
  channel: string;
  acquirer: string;
  biller: string;
  /** The acquirer's own id of the payment's authorisation. */
  authorisationId?: string;
  /** Whoever asked wants it batched where the line is down when it is approved, and may. */
  batch?: true;
  /** RFC 3339: nobody has decided by then, and it is escalated once. */
  escalateAt: string;
  /** RFC 3339: nobody has decided by then, and it is over. */
  expiresAt: string;
  /** RFC 3339. */
  createdAt: string;
}

/** Why a person is needed. */
export const REFUND_ATTENTIONS = [
  'refunding_unresolved',
  'debiting_unresolved',
  /** The card has its money back, and the biller won't take it off the account. */
  'debiting_refused',
  'outcome_contradicts',
] as const;

export type RefundAttention = (typeof REFUND_ATTENTIONS)[number];

/** `version` counts the facts applied: it is the optimistic lock. */
export interface RefundState {
  version: number;
  status: RefundStatus;
  /** The money going back to the card. */
  refunding: Leg;
  /** The credit adjustment being taken off the account. */
  debiting: Leg;
  decidedBy?: Actor;
  /** RFC 3339. */
  decidedAt?: string;
  /** What the manager said: why it was rejected, or a remark. */
  note?: string;
  escalated?: true;
  attention?: RefundAttention;
}

interface Noted {
  note?: string;
}

/** A decision with its time, RFC 3339. */
interface Decided extends Noted {
  actor: Actor;
  at: string;
}

export type RefundFact =
  | { type: 'escalated' }
  | ({ type: 'approved'; batched: boolean } & Decided)
  | ({ type: 'rejected' } & Decided)
  | { type: 'cancelled'; actor: Actor }
  | { type: 'expired' }
  | { type: 'dispatched' }
  | ({ type: 'refunding_succeeded'; externalId: string } & Noted)
  | ({ type: 'refunding_declined'; code: DeclineCode } & Noted)
  | { type: 'refunding_unknown'; reason: UnknownReason }
  | ({ type: 'debiting_succeeded'; externalId: string } & Noted)
  | { type: 'debiting_declined'; code: DeclineCode }
  | { type: 'debiting_unknown'; reason: UnknownReason }
  | { type: 'attention_raised'; reason: RefundAttention }
  /** `of`: the trouble that was known to who said so; a contradiction that came meanwhile is none of it. */
  | { type: 'attention_cleared'; of?: RefundAttention; actor: Actor; note: string };

export type RefundFactType = RefundFact['type'];

/** A fact that the table does not allow: a race that was lost. */
export class IllegalRefundFact extends Error {
  override readonly name = 'IllegalRefundFact';
  constructor(
    readonly fact: RefundFactType,
    readonly status: RefundStatus,
  ) {
    super(`${fact} cannot happen to a refund that is ${status}`);
  }
}

/** Whoever asked for a refund can't approve it, however they come in. */
export function mayDecide(order: Pick<RefundOrder, 'askedBy'>, by: Actor): boolean {
  return by.kind === 'user' && !isSame(by, order.askedBy);
}

export function isSame(one: Actor, other: Actor): boolean {
  return one.kind === other.kind && one.id === other.id;
}

export function requested(): RefundState {
  return {
    version: 1,
    status: 'pending_approval',
    refunding: { status: 'none' },
    debiting: { status: 'none' },
  };
}

export function isRefundTerminal(status: RefundStatus): boolean {
  return (TERMINAL_REFUND_STATUSES as readonly string[]).includes(status);
}

export function isFruitless(status: RefundStatus): boolean {
  return (FRUITLESS_REFUND_STATUSES as readonly string[]).includes(status);
}

/** Decided, and sent or about to be: before that there is nothing to look into. */
const AT_WORK: readonly RefundStatus[] = ['approved', 'refunded', 'succeeded', 'declined'];

const ALLOWED: Record<RefundFactType, readonly RefundStatus[]> = {
  escalated: ['pending_approval'],
  approved: ['pending_approval'],
  rejected: ['pending_approval'],
  cancelled: ['pending_approval', 'batched'],
  expired: ['pending_approval'],
  dispatched: ['batched'],
  refunding_succeeded: ['approved'],
  refunding_declined: ['approved'],
  refunding_unknown: ['approved'],
  debiting_succeeded: ['refunded'],
  debiting_declined: ['refunded'],
  debiting_unknown: ['refunded'],
  attention_raised: AT_WORK,
  attention_cleared: AT_WORK,
};

/** The state table: the only place that says what a fact does to a refund. */
export function applyToRefund(state: RefundState, fact: RefundFact): RefundState {
  if (!ALLOWED[fact.type].includes(state.status)) throw new IllegalRefundFact(fact.type, state.status);
  return { ...state, ...changeOf(state, fact), ...unanswered(state, fact), version: state.version + 1 };
}

/** A contradiction stays, whatever else settles or goes wrong, until somebody has said something of it. */
function unanswered({ attention }: RefundState, fact: RefundFact): Pick<RefundState, 'attention'> {
  if (attention !== 'outcome_contradicts') return {};
  const answered = fact.type === 'attention_cleared' && (fact.of ?? attention) === attention;
  return answered ? {} : { attention };
}

function changeOf(state: RefundState, fact: RefundFact): Partial<RefundState> {
  switch (fact.type) {
    case 'escalated':
      return { escalated: true };
    case 'approved':
      return {
        status: fact.batched ? 'batched' : 'approved',
        ...decision(fact),
        refunding: { status: 'pending' },
      };
    case 'rejected':
      return { status: 'rejected', ...decision(fact) };
    case 'cancelled':
      return { status: 'cancelled', refunding: { status: 'none' } };
    case 'expired':
      return { status: 'expired' };
    case 'dispatched':
      return { status: 'approved' };
    case 'refunding_succeeded':
      return {
        status: 'refunded',
        refunding: { status: 'succeeded', externalId: fact.externalId },
        debiting: { status: 'pending' },
        attention: undefined,
      };
    case 'refunding_declined':
      return { status: 'declined', refunding: { status: 'declined', code: fact.code }, attention: undefined };
    case 'refunding_unknown':
      return { refunding: { status: 'unknown' } };
    case 'debiting_succeeded':
      return {
        status: 'succeeded',
        debiting: { status: 'succeeded', externalId: fact.externalId },
        attention: undefined,
      };
    case 'debiting_declined':
      return { debiting: { status: 'declined', code: fact.code }, attention: 'debiting_refused' };
    case 'debiting_unknown':
      return { debiting: { ...state.debiting, status: 'unknown' } };
    case 'attention_raised':
      return { attention: fact.reason };
    case 'attention_cleared':
      return { attention: undefined };
  }
}

function decision({ actor, at, note }: Decided): Partial<RefundState> {
  return { decidedBy: actor, decidedAt: at, ...(note !== undefined && { note }) };
}
