import type { ProblemText } from './problem-text';

/** What any request can be refused for, and what is wrong on our side. */
export const REQUEST_PROBLEMS = {
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
  route_not_found: {
    status: 404,
    title: 'There is nothing here',
    help: 'See /docs for the routes. Paths are exact: no trailing slash, lower case.',
  },
  method_not_allowed: {
    status: 405,
    title: 'The method is not allowed here',
    help: 'The `Allow` header names those that are.',
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
  rate_limited: {
    status: 429,
    title: 'Too many requests',
    help: 'Wait for `Retry-After` seconds. The `RateLimit` header tells what is left of the quota.',
  },
  internal_error: {
    status: 500,
    title: 'Something went wrong on our side',
    help: 'It was logged under `requestId`. A POST can be sent again with the same Idempotency-Key.',
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
} as const satisfies Record<string, ProblemText>;
