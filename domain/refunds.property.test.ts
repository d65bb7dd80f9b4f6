import fc from 'fast-check';
import { REFUNDS_IN_TRANSIT, refundPostingsFor } from './ledger';
import type { Posting } from './ledger';
import { IllegalRefundFact, applyToRefund, isFruitless, isRefundTerminal, requested } from './refunds';
import type { RefundFact, RefundOrder, RefundState } from './refunds';

const order: RefundOrder = {
  id: 'rfd_01JD0000000000000000000000',
  paymentId: 'pay_01JD0000000000000000000000',
  amount: { value: 1050, currency: 'EUR' },
  reason: 'paid by mistake',
  askedBy: { kind: 'user', id: 'olga' },
  channel: 'console',
  acquirer: 'sandbox',
  biller: 'billing',
  escalateAt: '2026-11-23T00:00:00.000Z',
  expiresAt: '2026-11-29T00:00:00.000Z',
  createdAt: '2026-11-22T00:00:00.000Z',
};

const actor = { kind: 'user', id: 'maria' } as const;
const at = '2026-11-22T12:00:00.000Z';
const FACTS: RefundFact[] = [
  { type: 'escalated' },
  { type: 'approved', batched: false, actor, at },
  { type: 'approved', batched: true, actor, at },
  { type: 'rejected', actor, at },
  { type: 'cancelled', actor },
  { type: 'expired' },
  { type: 'dispatched' },
  { type: 'refunding_succeeded', externalId: 'r' },
  { type: 'refunding_declined', code: 'not_authorised' },
  { type: 'refunding_unknown', reason: 'timeout' },
  { type: 'debiting_succeeded', externalId: 'd' },
  { type: 'debiting_declined', code: 'account_closed' },
  { type: 'debiting_unknown', reason: 'timeout' },
  { type: 'attention_raised', reason: 'refunding_unresolved' },
  { type: 'attention_raised', reason: 'outcome_contradicts' },
  { type: 'attention_cleared', actor, note: 'x' },
  { type: 'attention_cleared', of: 'refunding_unresolved', actor, note: 'x' },
];
const ALL_FACTS = new Set(FACTS.map(({ type }) => type));
const anyFact = fc.constantFrom(...FACTS);

interface Lived {
  state: RefundState;
  /** The states before it, from the first. */
  before: RefundState[];
  facts: RefundFact[];
  postings: Posting[];
}

/** Whatever happens, in whatever order; what the table refuses did not happen. */
function live(facts: RefundFact[]): Lived {
  return facts.reduce<Lived>(
    (lived, fact) => {
      try {
        return {
          state: applyToRefund(lived.state, fact),
          before: [...lived.before, lived.state],
          facts: [...lived.facts, fact],
          postings: [...lived.postings, ...refundPostingsFor(order, fact.type)],
        };
      } catch (error) {
        if (error instanceof IllegalRefundFact) return lived;
        throw error;
      }
    },
    { state: requested(), before: [], facts: [], postings: [] },
  );
}

const lives = fc.array(anyFact, { maxLength: 40 }).map(live);
const count = ({ facts }: Lived, type: RefundFact['type']): number =>
  facts.filter((fact) => fact.type === type).length;
const sum = (postings: Posting[]): number => postings.reduce((total, { value }) => total + value, 0);

const holds = (property: (lived: Lived) => void): void =>
  fc.assert(fc.property(lives, property), { numRuns: 2000 });

test('SWI-4 the money goes back at most once, and only after an approval', () => {
  holds((lived) => {
    expect(count(lived, 'refunding_succeeded')).toBeLessThanOrEqual(1);
    expect(count(lived, 'refunding_succeeded')).toBeLessThanOrEqual(count(lived, 'approved'));
    expect(count(lived, 'debiting_succeeded')).toBeLessThanOrEqual(count(lived, 'refunding_succeeded'));
  });
});

test('what is decided is decided once', () => {
  holds((lived) => {
    const decisions = ['approved', 'rejected', 'expired'] as const;
    const decided = decisions.reduce((total, type) => total + count(lived, type), 0);
    expect(decided).toBeLessThanOrEqual(1);
    if (count(lived, 'approved')) expect(lived.state.decidedBy).toEqual(actor);
  });
});

test('what came to nothing has moved no money, and what ended well has nothing in transit', () => {
  holds(({ state, postings }) => {
    expect(sum(postings)).toBe(0);
    if (isFruitless(state.status)) expect(postings).toEqual([]);
    const inTransit = sum(postings.filter(({ account }) => account === REFUNDS_IN_TRANSIT));
    if (isRefundTerminal(state.status)) expect(inTransit).toBe(0);
    if (state.status === 'refunded') expect(inTransit).toBe(order.amount.value);
  });
});

test('a contradiction stays until somebody has said something of it', () => {
  holds(({ before, state, facts }) => {
    const states = [...before, state];
    facts.forEach((fact, index) => {
      const answered = fact.type === 'attention_cleared' && fact.of === undefined;
      if (states[index]!.attention !== 'outcome_contradicts' || answered) return;
      expect(states[index + 1]!.attention).toBe('outcome_contradicts');
    });
  });
});

test('every fact happens to some', () => {
  const seen = new Set<string>();
  holds(({ facts }) => facts.forEach(({ type }) => seen.add(type)));
  expect([...seen].sort()).toEqual([...ALL_FACTS].sort());
});

test('what has ended is not changed any more, save for the attention of a person', () => {
  fc.assert(
    fc.property(lives, anyFact, ({ state }, fact) => {
      if (!isRefundTerminal(state.status) || fact.type.startsWith('attention_')) return;
      expect(() => applyToRefund(state, fact)).toThrow(IllegalRefundFact);
    }),
    { numRuns: 2000 },
  );
});
