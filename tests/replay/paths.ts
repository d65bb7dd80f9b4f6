/** Every workflow type and every path through it that must replay: its type and what it ends with. */
export const PATHS = {
  'payment-card-succeeded': { type: 'payment', ends: { status: 'succeeded' } },
  'payment-card-declined': { type: 'payment', ends: { status: 'declined' } },
  'payment-card-inquired': { type: 'payment', ends: { status: 'succeeded' } },
  'payment-card-news': { type: 'payment', ends: { status: 'succeeded' } },
  'payment-card-noise': { type: 'payment', ends: { status: 'succeeded' } },
  'payment-card-without-word': { type: 'payment', ends: { status: 'succeeded' } },
  'payment-crediting-inquired': { type: 'payment', ends: { status: 'succeeded' } },
  'payment-credited-by-person': { type: 'payment', ends: { status: 'succeeded' } },
  'payment-not-credited-by-person': { type: 'payment', ends: { status: 'reversed' } },
  'payment-reversed': { type: 'payment', ends: { status: 'reversed' } },
  'payment-reversal-inquired': { type: 'payment', ends: { status: 'reversed' } },
  'payment-resolved-by-person': { type: 'payment', ends: { status: 'succeeded' } },
  'payment-declined-by-person': {
    type: 'payment',
    ends: { status: 'declined', funding: { code: 'resolved_by_person' } },
  },
  'payment-asked-again': { type: 'payment', ends: { status: 'succeeded' } },
  'payment-attention-taken-up-again': { type: 'payment', ends: { status: 'succeeded' } },
  'payment-refund-refused': { type: 'payment', ends: { status: 'reversed' } },
  'payment-page-succeeded': { type: 'payment', ends: { status: 'succeeded' } },
  'payment-page-declined': { type: 'payment', ends: { status: 'declined' } },
  'payment-page-expired': { type: 'payment', ends: { status: 'expired' } },
  'payment-page-late-release': { type: 'payment', ends: { status: 'expired' } },
  'payment-page-late-by-person': { type: 'payment', ends: { status: 'expired' } },
  'payment-page-late-asked-again': { type: 'payment', ends: { status: 'expired' } },
  'payment-page-cancelled': { type: 'payment', ends: { status: 'cancelled' } },
  'payment-page-cancel-refused': { type: 'payment', ends: { status: 'succeeded' } },
  'payment-page-not-opened': {
    type: 'payment',
    ends: { status: 'declined', funding: { code: 'acquirer_unavailable' } },
  },
  'payment-capture-refused': { type: 'payment', ends: { status: 'declined' } },
  'payment-capture-inquired': { type: 'payment', ends: { status: 'succeeded' } },
  'payment-page-taken-up-again': { type: 'payment', ends: { status: 'succeeded' } },
  'payment-swept': { type: 'payment', ends: { status: 'succeeded' } },
  'notification-smpp': { type: 'notification', ends: { delivered: 'smpp' } },
  'notification-twilio': { type: 'notification', ends: { delivered: 'twilio' } },
  'notification-mail': { type: 'notification', ends: { delivered: 'mail' } },
  'notification-no-way': { type: 'notification', ends: { delivered: 'by no way' } },
  'register-card-registered': { type: 'registerCard', ends: { kind: 'registered' } },
  'register-card-declined': { type: 'registerCard', ends: { kind: 'declined' } },
  'register-card-unknown': { type: 'registerCard', ends: { kind: 'unknown' } },
  'webhook-delivered': { type: 'webhook', ends: { kind: 'delivered' } },
  'webhook-retried': { type: 'webhook', ends: { kind: 'delivered' } },
  'webhook-given-up': { type: 'webhook', ends: { kind: 'given_up', reason: 'schedule_used_up' } },
  'webhook-gone': { type: 'webhook', ends: { kind: 'given_up', reason: 'gone' } },
  'webhook-off': { type: 'webhook', ends: { kind: 'given_up', reason: 'off' } },
  'webhook-hurried': { type: 'webhook', ends: { kind: 'delivered' } },
  // What a sweep ends with is how many it has taken up, of which there may be more.
  sweep: { type: 'sweep' },
} as const satisfies Record<string, { type: string; ends?: object }>;

export type PathName = keyof typeof PATHS;

/** Recorded from the real server with an eager start, as a history under time skipping says nothing of the budget. */
export const LIVE = 'payment-card-succeeded' satisfies PathName;
