import { IllegalFact, PAYMENT_STATUSES, apply, isTerminal, received } from './payments';
import type { Fact, FactType, PaymentState, PaymentStatus } from './payments';

const FACTS: Record<FactType, Fact> = {
  dispatched: { type: 'dispatched' },
  page_opened: { type: 'page_opened', url: 'https://acquirer.example/pay/1' },
  payer_authorised: {
    type: 'payer_authorised',
    externalId: 'auth_1',
    card: { brand: 'visa', last4: '4242' },
  },
  funding_succeeded: { type: 'funding_succeeded', externalId: 'auth_1' },
  funding_declined: { type: 'funding_declined', code: 'insufficient_funds' },
  funding_unknown: { type: 'funding_unknown', reason: 'timeout' },
  page_expired: { type: 'page_expired' },
  cancelled: { type: 'cancelled', actor: { kind: 'channel', id: 'selfcare' } },
  late_authorisation_released: { type: 'late_authorisation_released' },
  crediting_succeeded: { type: 'crediting_succeeded', externalId: 'reg_1' },
  crediting_declined: { type: 'crediting_declined', code: 'account_closed' },
  crediting_unknown: { type: 'crediting_unknown', reason: 'connection_lost' },
  reversal_succeeded: { type: 'reversal_succeeded', externalId: 'ref_1' },
  reversal_declined: { type: 'reversal_declined', code: 'not_authorised' },
  reversal_unknown: { type: 'reversal_unknown', reason: 'server_error' },
  attention_raised: { type: 'attention_raised', reason: 'funding_unresolved' },
  attention_cleared: {
    type: 'attention_cleared',
    actor: { kind: 'user', id: 'u1' },
    note: 'seen in the books',
  },
};

/** What each status turns into, fact by fact; a fact that is not named here is refused. */
const anyTime = (status: PaymentStatus) => ({ attention_raised: status, attention_cleared: status });
const TABLE: Record<PaymentStatus, Partial<Record<FactType, PaymentStatus>>> = {
  batched: { dispatched: 'processing', cancelled: 'cancelled' },
  processing: {
    page_opened: 'awaiting_payer',
    funding_succeeded: 'funded',
    funding_declined: 'declined',
    funding_unknown: 'processing',
    ...anyTime('processing'),
  },
  awaiting_payer: {
    payer_authorised: 'processing',
    funding_declined: 'declined',
    page_expired: 'expired',
    cancelled: 'cancelled',
  },
  funded: {
    crediting_succeeded: 'succeeded',
    crediting_declined: 'reversing',
    crediting_unknown: 'funded',
    ...anyTime('funded'),
  },
  reversing: {
    reversal_succeeded: 'reversed',
    reversal_declined: 'reversing',
    reversal_unknown: 'reversing',
    ...anyTime('reversing'),
  },
  expired: { late_authorisation_released: 'expired', ...anyTime('expired') },
  cancelled: { late_authorisation_released: 'cancelled', ...anyTime('cancelled') },
  declined: { late_authorisation_released: 'declined', ...anyTime('declined') },
  succeeded: anyTime('succeeded'),
  reversed: anyTime('reversed'),
};

const inStatus = (status: PaymentStatus): PaymentState => ({ ...received(), status, version: 7 });
const everyCell = PAYMENT_STATUSES.flatMap((status) =>
  (Object.keys(FACTS) as FactType[]).map((fact) => [status, fact, TABLE[status][fact]] as const),
);

describe('the state table', () => {
  test.each(everyCell)('%s, %s → %s', (status, fact, expected) => {
    const before = inStatus(status);
    if (expected === undefined) {
      expect(() => apply(before, FACTS[fact])).toThrow(IllegalFact);
    } else {
      expect(apply(before, FACTS[fact])).toMatchObject({ status: expected, version: 8 });
    }
    expect(before).toEqual(inStatus(status));
  });

  test('no fact leads out of a terminal status', () => {
    for (const [status, fact, to] of everyCell)
      if (isTerminal(status) && to) expect([fact, to]).toEqual([fact, status]);
    expect(PAYMENT_STATUSES.filter(isTerminal)).toEqual([
      'succeeded',
      'declined',
      'expired',
      'cancelled',
      'reversed',
    ]);
  });

  test('a leg that settles takes the payment off the attention list', () => {
    const troubled = apply(apply(received(), FACTS.funding_unknown), FACTS.attention_raised);
    expect(troubled).toMatchObject({ attention: 'funding_unresolved', funding: { status: 'unknown' } });
    expect(apply(troubled, FACTS.funding_succeeded).attention).toBeUndefined();
  });

  test('a page is opened once: a late repetition does not take a payer who paid back to it', () => {
    const paid = apply(apply(received(), FACTS.page_opened), FACTS.payer_authorised);
    expect(paid.status).toBe('processing');
    expect(() => apply(paid, FACTS.page_opened)).toThrow(IllegalFact);
  });

  test('a refused reversal needs a person at once', () => {
    expect(apply(inStatus('reversing'), FACTS.reversal_declined).attention).toBe('reversal_refused');
  });
});
