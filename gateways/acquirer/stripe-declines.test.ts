import Stripe from 'stripe';
import { BEGINNING, FOLLOWING_UP, outcomeOf, unanswered } from './stripe-declines';

const { errors } = Stripe;
const raw = (fields: object) => fields as ConstructorParameters<typeof errors.StripeCardError>[0];

const OWN = { type: 'invalid_request_error' };
const invalid = (fields: object) => new errors.StripeInvalidRequestError(raw({ ...OWN, ...fields }));

describe('errors of Stripe’s SDK', () => {
  test.each([
    ['insufficient_funds', 'insufficient_funds'],
    ['stolen_card', 'card_lost_or_stolen'],
    ['fraudulent', 'suspected_fraud'],
    ['card_velocity_exceeded', 'limit_exceeded'],
    ['a code that is new', 'do_not_honour'],
  ])('a card declined with %s is declined with %s', (decline_code, code) => {
    const error = new errors.StripeCardError(
      raw({ type: 'card_error', code: 'card_declined', decline_code }),
    );
    expect(outcomeOf(error, BEGINNING)).toEqual({ kind: 'declined', code });
  });

  test.each([
    [new errors.StripeCardError(raw({ type: 'card_error', code: 'expired_card' })), 'card_expired'],
    [invalid({ code: 'resource_missing' }), 'card_unknown'],
    [invalid({ code: 'amount_too_small' }), 'amount_out_of_range'],
    [invalid({ code: 'parameter_unknown' }), 'acquirer_error'],
    [new errors.StripeAuthenticationError(raw({ ...OWN, statusCode: 401 })), 'acquirer_error'],
    [new errors.StripePermissionError(raw({ ...OWN, statusCode: 403 })), 'acquirer_error'],
  ])('%s of a beginning is a decline', (error, code) => {
    expect(outcomeOf(error, BEGINNING)).toEqual({ kind: 'declined', code });
  });

  const connection = (code: string) =>
    new errors.StripeConnectionError(raw({ detail: Object.assign(new Error(), { code }) }));
  test.each([
    [connection('ETIMEDOUT'), 'timeout'],
    [connection('ECONNREFUSED'), 'connection_lost'],
    [new errors.StripeRateLimitError(raw({ statusCode: 429 })), 'server_error'],
    [new errors.StripeAPIError(raw({ statusCode: 500 })), 'server_error'],
    [new errors.StripeAPIError(raw({})), 'unreadable_answer'],
  ])('%s is unknown, whoever asks', (error, reason) => {
    expect(outcomeOf(error, BEGINNING)).toEqual({ kind: 'unknown', reason });
    expect(unanswered(error)).toEqual({ kind: 'unknown', reason });
  });

  test('a key that is in use, or was for something else, is unknown', () => {
    for (const error of [
      new errors.StripeAPIError(raw({ statusCode: 409 })),
      new errors.StripeIdempotencyError(raw({ type: 'idempotency_error', statusCode: 400 })),
    ]) {
      expect(outcomeOf(error, BEGINNING)).toEqual({ kind: 'unknown', reason: 'not_final' });
    }
  });

  test('a key of ours that is not let in does not give held money up', () => {
    const error = new errors.StripeAuthenticationError(raw({ ...OWN, statusCode: 401 }));
    expect(outcomeOf(error, FOLLOWING_UP)).toMatchObject({ kind: 'unknown' });
  });

  test.each([
    new errors.StripeInvalidRequestError(raw({ statusCode: 404, message: 'no such upstream' })),
    new errors.StripeInvalidRequestError(raw({ statusCode: 400, type: 'bad_gateway_config' })),
    new errors.StripePermissionError(raw({ statusCode: 403, message: 'blocked' })),
    new errors.StripeCardError(raw({ statusCode: 402, message: 'pay for your proxy' })),
  ])('%s without a type of Stripe’s is unknown: a proxy may have answered', (error) => {
    for (const meaning of [BEGINNING, FOLLOWING_UP]) {
      expect(outcomeOf(error, meaning)).toEqual({ kind: 'unknown', reason: 'server_error' });
    }
  });

  test('an inquiry is never answered by an error', () => {
    const error = new errors.StripeInvalidRequestError(raw({ code: 'resource_missing', statusCode: 404 }));
    expect(unanswered(error)).toMatchObject({ kind: 'unknown' });
  });

  test('what is not Stripe’s is a bug, and is thrown on', () => {
    const bug = new TypeError('a bug');
    expect(() => outcomeOf(bug, BEGINNING)).toThrow(bug);
    expect(() => unanswered(bug)).toThrow(bug);
  });
});
