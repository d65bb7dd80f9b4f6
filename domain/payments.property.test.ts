import fc from 'fast-check';
import { IN_TRANSIT, postingsFor } from './ledger';
import type { Posting } from './ledger';
import type { PaymentOrder } from './orders';
import { IllegalFact, apply, isTerminal, received } from './payments';
import type { Fact, PaymentState } from './payments';

const order: PaymentOrder = {
  id: 'pay_01JD0000000000000000000000',
  amount: { value: 1050, currency: 'EUR' },
  account: { by: 'msisdn', value: '+35799000001' },
  source: { type: 'card', cardId: 'card_1', token: 'tok_1' },
  acquirer: 'sandbox',
  biller: 'billing',
  channel: 'selfcare',
  createdAt: '2026-11-22T00:00:00.000Z',
};

const actor = { kind: 'user', id: 'u1' } as const;
const FACTS: Fact[] = [
  { type: 'dispatched' },
  { type: 'page_opened', url: 'https://acquirer.example/pay/1' },
  { type: 'payer_authorised', externalId: 'a' },
  { type: 'funding_succeeded', externalId: 'a' },
  { type: 'funding_declined', code: 'do_not_honour' },
  { type: 'funding_unknown', reason: 'timeout' },
  { type: 'page_expired' },
  { type: 'cancelled', actor },
  { type: 'late_authorisation_released' },
  { type: 'crediting_succeeded', externalId: 'r' },
  { type: 'crediting_declined', code: 'account_closed' },
  { type: 'crediting_unknown', reason: 'timeout' },
  { type: 'reversal_succeeded', externalId: 'f' },
  { type: 'reversal_declined', code: 'not_authorised' },
  { type: 'reversal_unknown', reason: 'timeout' },
  { type: 'attention_raised', reason: 'crediting_unresolved' },
  { type: 'attention_raised', reason: 'outcome_contradicts' },
  { type: 'attention_cleared', actor, note: 'x' },
  { type: 'attention_cleared', of: 'crediting_unresolved', actor, note: 'x' },
];
const ALL_FACTS = new Set(FACTS.map(({ type }) => type));
const anyFact = fc.constantFrom(...FACTS);

interface Lived {
  state: PaymentState;
  /** The states before it, from the first. */
  before: PaymentState[];
  facts: Fact[];
  postings: Posting[];
}

/** Whatever happens, in whatever order; what the table refuses did not happen. */
function live(start: PaymentState, facts: Fact[]): Lived {
  return facts.reduce<Lived>(
    (lived, fact) => {
      try {
        return {
          state: apply(lived.state, fact),
          before: [...lived.before, lived.state],
          facts: [...lived.facts, fact],
          postings: [...lived.postings, ...postingsFor(order, fact.type)],
        };
      } catch (error) {
        if (error instanceof IllegalFact) return lived;
        throw error;
      }
    },
    { state: start, before: [], facts: [], postings: [] },
  );
}

const anyStart = fc.constantFrom(received(), received({ batched: true }));
const lives = fc
  .tuple(anyStart, fc.array(anyFact, { maxLength: 60 }))
  .map(([start, facts]) => live(start, facts));
const count = (lived: Lived, type: Fact['type']): number =>
  lived.facts.filter((fact) => fact.type === type).length;
const balance = (postings: Posting[], account?: string): number =>
  postings.filter((line) => !account || line.account === account).reduce((sum, line) => sum + line.value, 0);
const holds = (property: (lived: Lived) => boolean): void =>
  fc.assert(fc.property(lives, property), { numRuns: 5000 });

describe('whatever happens to a payment', () => {
  test('once: money is taken, credited and given back at most once', () => {
    holds(
      (lived) =>
        count(lived, 'page_opened') <= 1 &&
        count(lived, 'funding_succeeded') <= 1 &&
        count(lived, 'crediting_succeeded') <= 1 &&
        count(lived, 'reversal_succeeded') <= 1,
    );
  });

  test('it is never both credited and given back', () => {
    holds((lived) => count(lived, 'crediting_succeeded') + count(lived, 'reversal_succeeded') <= 1);
  });

  test('nothing is credited that was not funded', () => {
    holds((lived) => count(lived, 'crediting_succeeded') <= count(lived, 'funding_succeeded'));
  });

  test('nothing lost: when it is over, no money is in transit', () => {
    holds((lived) => !isTerminal(lived.state.status) || balance(lived.postings, IN_TRANSIT) === 0);
  });

  test('while it is not over, what was taken and not yet given on is in transit', () => {
    holds((lived) => {
      const taken = ['funded', 'reversing'].includes(lived.state.status);
      return isTerminal(lived.state.status) || balance(lived.postings, IN_TRANSIT) === (taken ? -1050 : 0);
    });
  });

  test('the ledger sums to zero after every fact', () => {
    holds((lived) => balance(lived.postings) === 0);
  });

  test('no double entry is made twice: its key is (payment, leg)', () => {
    holds((lived) => {
      const keys = lived.postings.map((line) => `${line.leg}/${line.account}`);
      return new Set(keys).size === keys.length;
    });
  });

  test('a batched one is sent or cancelled before anything else happens to it, once', () => {
    holds(
      (lived) =>
        !lived.facts.some((fact, index) => fact.type === 'dispatched' && index > 0) &&
        (lived.before[0]?.status !== 'batched' || ['dispatched', 'cancelled'].includes(lived.facts[0]!.type)),
    );
  });

  test('a contradiction stays until somebody has said something of it', () => {
    holds((lived) => {
      const states = [...lived.before, lived.state];
      return lived.facts.every((fact, index) => {
        if (states[index]!.attention !== 'outcome_contradicts') return true;
        const answered = fact.type === 'attention_cleared' && fact.of === undefined;
        return answered || states[index + 1]!.attention === 'outcome_contradicts';
      });
    });
  });

  test('every fact happens to some', () => {
    const seen = new Set<string>();
    holds((lived) => {
      for (const { type } of lived.facts) seen.add(type);
      return true;
    });
    expect([...seen].sort()).toEqual([...ALL_FACTS].sort());
  });

  test('the version counts the facts', () => {
    holds((lived) => lived.state.version === lived.facts.length + 1);
  });
});
