import type { ProblemText } from './problem-text';

/** Payments, refunds, cards, accounts and the lines that they go by. */
export const PAYMENT_PROBLEMS = {
  refund_own_request: {
    status: 403,
    title: 'Whoever asks for a refund can’t decide about it',
    help: 'Have another manager decide.',
  },
  refund_not_yours: {
    status: 403,
    title: 'Only who asked for a refund can take it back',
    help: 'Have a manager reject it instead.',
  },
  payment_not_found: {
    status: 404,
    title: 'There is no such payment',
    help: 'It does not exist, or another channel made it and the key lacks `operations:read`.',
  },
  refund_not_found: {
    status: 404,
    title: 'There is no such refund',
    help: 'It does not exist, or it is of another channel’s payment and the key lacks `operations:read`.',
  },
  payment_not_cancellable: {
    status: 409,
    title: 'The payment can no longer be cancelled',
    help: 'Only a payment that awaits its payer, or the acquirer’s line, can be. Get the payment to see how it stands.',
  },
  payment_not_in_attention: {
    status: 409,
    title: 'The payment does not wait for a decision',
    help: 'It resolved itself, or somebody else was quicker. Get the payment to see how it stands.',
  },
  payment_not_running: {
    status: 409,
    title: 'The payment has ended',
    help: 'Nothing more can be done to it. Get the payment to see how it ended.',
  },
  payment_not_refundable: {
    status: 409,
    title: 'The payment can’t be refunded',
    help: 'Only a payment that succeeded, and about which nobody is asked, can be. Get the payment to see how it stands.',
  },
  refund_not_pending: {
    status: 409,
    title: 'The refund is decided already',
    help: 'Somebody was quicker, it expired, or it was sent. Get the refund to see how it stands.',
  },
  refund_not_in_attention: {
    status: 409,
    title: 'The refund does not wait for a decision',
    help: 'It resolved itself, or somebody else was quicker. Get the refund to see how it stands.',
  },
  line_up: {
    status: 409,
    title: 'The line to the acquirer is up',
    help: 'Card numbers are keyed in during an outage only. Open a hosted page instead.',
  },
  vault_token_used: {
    status: 409,
    title: 'The card number was used for another payment',
    help: 'One that is keyed in is good for one payment. Key it in again, or send the first request again with its Idempotency-Key.',
  },
  amount_out_of_limits: {
    status: 422,
    title: 'The amount is outside the limits',
    help: '`errors` says how much one payment in this currency may be. An administrator sets it.',
  },
  card_not_found: {
    status: 422,
    title: 'There is no such card',
    help: 'No card is registered under this id, or it is another customer’s.',
  },
  card_declined: {
    status: 422,
    title: 'The acquirer refused the card',
    help: '`declineCode` says why. A token can be used up: make a new one on the card form.',
  },
  account_not_found: {
    status: 422,
    title: 'There is no such account',
    help: 'The biller knows nobody by this number.',
  },
  refund_exceeds_capture: {
    status: 422,
    title: 'That is more than is left of the payment',
    help: 'All refunds of a payment, those that wait for a decision too, are never more than was paid. `left` tells what is left, in minor units.',
  },
  line_down: {
    status: 503,
    title: 'The line to the acquirer is down',
    help: 'Try again later. Whoever has `payments:batch` may send it with `batch: true`: it is sent by itself when the line is back.',
  },
  acquirer_unanswered: {
    status: 503,
    title: 'The acquirer did not answer',
    help: 'Send the request again, with the same Idempotency-Key.',
  },
  biller_unanswered: {
    status: 503,
    title: 'The biller did not answer',
    help: 'Ask again: nothing was changed.',
  },
} as const satisfies Record<string, ProblemText>;
