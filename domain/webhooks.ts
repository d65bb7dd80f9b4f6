/** What a channel can be told of. The part before the dot is the object, in the log as well. */
export const WEBHOOK_EVENTS = [
  'payment.batched',
  'payment.awaiting_payer',
  'payment.funded',
  'payment.succeeded',
  'payment.declined',
  'payment.expired',
  'payment.cancelled',
  'payment.reversing',
  'payment.reversed',
  'payment.attention',
  'refund.pending_approval',
  'refund.batched',
  'refund.approved',
  'refund.refunded',
  'refund.succeeded',
  'refund.rejected',
  'refund.cancelled',
  'refund.expired',
  'refund.declined',
  'refund.attention',
  'endpoint.test',
] as const;

export type WebhookEvent = (typeof WEBHOOK_EVENTS)[number];

/** The objects of the log whose changes channels are told of. */
export const WEBHOOK_OBJECTS = ['payment', 'refund'] as const;

export type WebhookObject = (typeof WEBHOOK_OBJECTS)[number];

/** Of an object's state, what decides whether a change is news. */
export interface Standing {
  status: string;
  attention?: string;
}

/**
 * The event that a change of an object makes: its new status, or else that a person is needed now. Undefined where
 * neither is news.
 */
export function eventOf(
  object: WebhookObject,
  before: Standing | undefined,
  after: Standing,
): WebhookEvent | undefined {
  if (before?.status !== after.status) return known(`${object}.${after.status}`);
  const raised = after.attention !== undefined && before.attention !== after.attention;
  return raised ? known(`${object}.attention`) : undefined;
}

function known(type: string): WebhookEvent | undefined {
  return WEBHOOK_EVENTS.find((event) => event === type);
}

/** An endpoint that names no events wants all. It is always told of its own test. */
export function wants(events: readonly WebhookEvent[], type: WebhookEvent): boolean {
  return events.length === 0 || type === 'endpoint.test' || events.includes(type);
}

/** How many endpoints a channel may have. */
export const MOST_ENDPOINTS = 20;

/** How many secrets of an endpoint may sign at the same time: each adds a signature to every message. */
export const MOST_SECRETS = 5;

/** How long the secret before a rotation signs along, in milliseconds. */
export const SECRET_OVERLAP = 24 * 60 * 60 * 1000;
