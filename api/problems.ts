/**
 * Every way in which a request can fail: a closed set. `title` is the same wherever the code appears; `help`
 * tells the integrator what to do about it and is the text of the documentation page.
 */
export const PROBLEMS = {
  malformed_json: { status: 400, title: 'The body is not JSON', help: 'Send one JSON value in UTF-8.' },
  malformed_request: {
    status: 400,
    title: 'The request could not be read',
    help: 'The path, a header or the body does not follow HTTP: bad percent-encoding, or a body cut short.',
  },
  validation_failed: {
    status: 400,
    title: 'A field is missing or not allowed',
    help: '`errors` names the path of each bad field, with a code and a hint. Unknown fields are refused too.',
  },
  card_number_not_allowed: {
    status: 400,
    title: 'This looks like a card number',
    help: 'Card numbers are typed on the hosted page or into the acquirer’s own form, never sent here.',
  },
  invalid_cursor: {
    status: 400,
    title: 'The cursor is not one of ours',
    help: 'Send the `cursor` of the page before, unchanged, or leave it out to begin again.',
  },
  idempotency_key_required: {
    status: 400,
    title: 'An Idempotency-Key is required',
    help: 'Every POST takes an `Idempotency-Key` header: 1 to 255 visible ASCII characters, new for each request meant anew.',
  },
  callback_not_genuine: {
    status: 400,
    title: 'The callback is not genuine',
    help: 'Its signature does not fit, is too old, or no such provider is configured.',
  },
  key_missing: {
    status: 401,
    title: 'An API key is required',
    help: 'Send `Authorization: Bearer <key>`.',
  },
  key_unknown: {
    status: 401,
    title: 'The API key is not known',
    help: 'The key was mistyped or withdrawn. Ask operations for another.',
  },
  session_required: {
    status: 401,
    title: 'Nobody is signed in',
    help: 'There is no session, or it has ended. Sign in with `POST /v1/session`.',
  },
  sign_in_refused: {
    status: 401,
    title: 'The sign-in was refused',
    help: 'The name, the password or the code is wrong, or the user is disabled. Which of them is not said.',
  },
  second_factor_required: {
    status: 401,
    title: 'A code is required too',
    help: 'The password is right. Send it again with the `code` that the authenticator shows.',
  },
  scope_missing: {
    status: 403,
    title: 'The caller may not do this',
    help: '`detail` names the scope that is needed. Ask operations, or an administrator, to grant it.',
  },
  csrf_token_missing: {
    status: 403,
    title: 'The CSRF token is missing',
    help: 'With a session cookie, send the session’s `csrfToken` as `X-CSRF-Token` with all that is no GET.',
  },
  origin_not_allowed: {
    status: 403,
    title: 'Another site asked for this',
    help: 'The `Origin` header names a page that is not ours. Open the console at its own address.',
  },
  password_change_required: {
    status: 403,
    title: 'The password must be changed first',
    help: 'It was made for one sign-in. Set one of your own with `PUT /v1/session/password`.',
  },
  user_own_access: {
    status: 403,
    title: 'Nobody changes their own access',
    help: 'Another administrator changes your level and permissions, disables you or resets what you sign in with.',
  },
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
  person_required: {
    status: 403,
    title: 'This is for people who are signed in',
    help: 'A channel’s key is not enough, whatever its scopes: it is done by hand, at the console.',
  },
  route_not_found: {
    status: 404,
    title: 'There is nothing here',
    help: 'See /docs for the routes. Paths are exact: no trailing slash, lower case.',
  },
  payment_not_found: {
    status: 404,
    title: 'There is no such payment',
    help: 'It does not exist, or another channel made it and the key lacks `operations:read`.',
  },
  user_not_found: {
    status: 404,
    title: 'There is no such user',
    help: 'No user has this id. Users are never deleted.',
  },
  refund_not_found: {
    status: 404,
    title: 'There is no such refund',
    help: 'It does not exist, or it is of another channel’s payment and the key lacks `operations:read`.',
  },
  webhook_endpoint_not_found: {
    status: 404,
    title: 'There is no such webhook endpoint',
    help: 'It does not exist, was removed, or is another channel’s.',
  },
  webhook_delivery_not_found: {
    status: 404,
    title: 'There is no such webhook delivery',
    help: 'It does not exist, its endpoint was removed, or it is another channel’s.',
  },
  method_not_allowed: {
    status: 405,
    title: 'The method is not allowed here',
    help: 'The `Allow` header names those that are.',
  },
  payment_not_cancellable: {
    status: 409,
    title: 'The payment can no longer be cancelled',
    help: 'Only a payment whose payer is still awaited can be. Get the payment to see how it stands.',
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
  username_taken: {
    status: 409,
    title: 'The username is taken',
    help: 'Usernames are never given again, not even those of disabled users.',
  },
  user_changed_meanwhile: {
    status: 409,
    title: 'The user was changed meanwhile',
    help: 'Somebody else was quicker. Get the user, and send the change again with its `version`.',
  },
  last_administrator: {
    status: 409,
    title: 'No administrator would be left',
    help: 'Make another administrator first: somebody must be able to change users.',
  },
  second_factor_present: {
    status: 409,
    title: 'There is a second factor already',
    help: 'Remove it first, with a code that it shows.',
  },
  second_factor_absent: {
    status: 409,
    title: 'There is no second factor',
    help: 'None was proposed to be confirmed, or there is none to be removed.',
  },
  settings_changed_meanwhile: {
    status: 409,
    title: 'The settings were changed meanwhile',
    help: 'Somebody else was quicker. Get the settings, and send the change again with their `version`.',
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
  webhook_endpoint_limit: {
    status: 409,
    title: 'The channel has as many webhook endpoints as it may have',
    help: 'Remove one that is not needed any more, or change it.',
  },
  webhook_secret_limit: {
    status: 409,
    title: 'As many secrets sign as may at the same time',
    help: 'Wait until the oldest of them is over: 24 hours after the secret that replaced it was made.',
  },
  webhook_endpoint_disabled: {
    status: 409,
    title: 'The webhook endpoint is turned off',
    help: 'Turn it on first: to what is off nothing is sent.',
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
  request_in_progress: {
    status: 409,
    title: 'The first request with this key is still being worked on',
    help: 'Send it again, unchanged, after `Retry-After` seconds: the answer will be that of the first.',
  },
  body_too_large: {
    status: 413,
    title: 'The body is too large',
    help: 'At most 64 KiB.',
  },
  content_type_not_supported: {
    status: 415,
    title: 'The content type is not supported',
    help: 'Send `Content-Type: application/json`, in UTF-8 and without Content-Encoding.',
  },
  idempotency_key_reused: {
    status: 422,
    title: 'The key was used for another request',
    help: 'An Idempotency-Key belongs to one route and one body. Use a new key for a new request.',
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
  password_wrong: {
    status: 422,
    title: 'The current password is wrong',
    help: 'Wrong ones count as wrong sign-ins, and lock the name after a few.',
  },
  second_factor_wrong: {
    status: 422,
    title: 'The code is wrong',
    help: 'It is another authenticator’s, too old, or was used before. Wait for the next one.',
  },
  refund_exceeds_capture: {
    status: 422,
    title: 'That is more than is left of the payment',
    help: 'All refunds of a payment, those that wait for a decision too, are never more than was paid. `left` tells what is left, in minor units.',
  },
  webhook_url_not_allowed: {
    status: 422,
    title: 'Nothing is sent to this address',
    help: '`detail` says why. Webhooks go to public hosts by https; operations can allow others.',
  },
  rate_limited: {
    status: 429,
    title: 'Too many requests',
    help: 'Wait for `Retry-After` seconds. The `RateLimit` header tells what is left of the quota.',
  },
  sign_in_locked: {
    status: 429,
    title: 'Too many wrong sign-ins',
    help: 'Wait for `Retry-After` seconds; each further wrong one doubles the time. An administrator can unlock the name.',
  },
  internal_error: {
    status: 500,
    title: 'Something went wrong on our side',
    help: 'It was logged under `requestId`. A POST can be sent again with the same Idempotency-Key.',
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
  stream_full: {
    status: 503,
    title: 'Too many are listening already',
    help: 'Listen again after `Retry-After` seconds.',
  },
  store_unavailable: {
    status: 503,
    title: 'The database is not available',
    help: 'Send the request again, with the same Idempotency-Key: nothing is done twice.',
  },
  engine_unavailable: {
    status: 503,
    title: 'The workflow engine is not available',
    help: 'Send the request again, with the same Idempotency-Key: nothing is done twice.',
  },
} as const satisfies Record<string, { status: number; title: string; help: string }>;

export type ProblemCode = keyof typeof PROBLEMS;

export const PROBLEM_CODES = Object.keys(PROBLEMS) as ProblemCode[];

/** What can be wrong with one field. */
export const FIELD_CODES = [
  'required',
  'unknown_field',
  'wrong_type',
  'not_allowed_value',
  'too_short',
  'too_long',
  'out_of_range',
  'bad_format',
  'amount_not_integer',
  'amount_out_of_range',
  'currency_unknown',
  'msisdn_invalid',
  'control_characters',
  'card_number_not_allowed',
  'customer_required',
  'password_common',
  'password_is_username',
  'password_unchanged',
  'placeholder_unknown',
  'acquirer_unknown',
  'not_growing',
  'min_above_max',
  'duplicate',
] as const;

export type FieldCode = (typeof FIELD_CODES)[number];

export interface FieldError {
  /** Dotted path in the body or query: `amount.currency`; empty for the whole body. */
  path: string;
  code: FieldCode;
  /** For the integrator; never contains what was sent. */
  message: string;
}

interface Extras {
  /** What is particular to this occurrence; never contains what was sent. */
  detail?: string;
  errors?: FieldError[];
  headers?: Record<string, string>;
  /** More members of the problem object. */
  members?: Record<string, unknown>;
}

/** Thrown anywhere below a route to end the request with a problem. */
export class Problem extends Error {
  override readonly name = 'Problem';
  constructor(
    readonly code: ProblemCode,
    readonly extras: Extras = {},
  ) {
    super(code);
  }

  get status(): number {
    return PROBLEMS[this.code].status;
  }
}
