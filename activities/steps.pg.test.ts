import { MockActivityEnvironment } from '@temporalio/testing';
import { FreshIntents } from '../client/handoff';
import { WORKFLOW_ACTOR } from '../domain/actors';
import type { PaymentOrder } from '../domain/orders';
import { absent, succeeded, unknown } from '../domain/outcomes';
import type { Inquiry, Outcome } from '../domain/outcomes';
import { received } from '../domain/payments';
import type { Fact, PaymentState } from '../domain/payments';
import { referenceOf } from '../domain/steps';
import { anOrder, aRequest, intentFor } from '../store/testing/fixtures';
import { openTestStore } from '../store/testing/database';
import type { TestStore } from '../store/testing/database';
import { decide } from './decisions';
import { log } from './log';
import type { LogDeps } from './log';
import { perform } from './steps';
import type { Answer } from './once';
import type { StepCall } from './steps';

let db: TestStore;
let now: number;
let deps: LogDeps;
let published: PaymentState[];
beforeAll(async () => {
  db = await openTestStore();
});
afterAll(() => db.close());
beforeEach(() => {
  now = Date.now();
  published = [];
  deps = {
    payments: db.store.payments,
    freshIntents: new FreshIntents(),
    answers: { publish: (_id, state) => void published.push(state) },
    now: () => now,
  };
});

/** A charge that counts how often it was sent and asked about. */
function charge(changes: Partial<StepCall> = {}) {
  const counts = { sent: 0, asked: 0 };
  let found: Inquiry<Answer> = absent;
  const call: StepCall = {
    step: 'fund',
    absentAfterMs: 15_000,
    send: async () => {
      counts.sent += 1;
      return succeeded({ externalId: 'auth_1' });
    },
    inquire: async () => {
      counts.asked += 1;
      return found;
    },
    factOf: (outcome: Outcome<Answer>) => {
      if (outcome.kind === 'succeeded') return { type: 'funding_succeeded', externalId: 'auth_1' };
      return outcome.kind === 'declined' ? { type: 'funding_declined', code: outcome.code } : undefined;
    },
    ...changes,
  };
  return { call, counts, found: (answer: Inquiry<Answer>) => void (found = answer) };
}

async function accept(status: 'ready' | 'sent'): Promise<PaymentOrder> {
  const order = anOrder();
  await db.store.payments.receive(order, { ...aRequest(order), first: intentFor(order, 'fund', status) });
  return order;
}

const run = (order: PaymentOrder, call: StepCall, isLocal = true): Promise<PaymentState> =>
  new MockActivityEnvironment({ isLocal }).run(() => perform(deps, order, received(), call));

/** As if it had been sent so long ago. */
const aged = (order: PaymentOrder, seconds: number) =>
  db.sql.query(`update payment_step set sent_at = now() - $2 * interval '1 s' where payment_id = $1`, [
    order.id,
    seconds,
  ]);

it('sends at once what this process has just taken, and hands the answer over', async () => {
  const order = await accept('sent');
  const { call, counts } = charge();
  deps.freshIntents.put(referenceOf(order.id, 'fund'), now);
  expect(await run(order, call)).toMatchObject({ status: 'funded', version: 2 });
  expect(counts).toEqual({ sent: 1, asked: 0 });
  expect(published).toHaveLength(1);
});

it('adopts what was settled before, and sends nothing', async () => {
  const order = await accept('ready');
  const { call, counts } = charge();
  const first = await run(order, call);
  expect(await run(order, call)).toEqual(first);
  expect(counts).toEqual({ sent: 1, asked: 0 });
});

it('is sent by one of many who try at the same time', async () => {
  const order = await accept('ready');
  const { call, counts } = charge();
  await Promise.all(Array.from({ length: 30 }, () => run(order, call)));
  expect(counts.sent).toBe(1);
});

it('hears what an attempt that was given up has said, though there is nothing new', async () => {
  const order = await accept('sent');
  const { call, found } = charge();
  found(unknown('timeout'));
  await new MockActivityEnvironment().run(() =>
    log(deps, order, received(), { type: 'funding_unknown', reason: 'timeout' }, WORKFLOW_ACTOR),
  );
  expect(await run(order, call)).toMatchObject({ version: 2, funding: { status: 'unknown' } });
});

it('asks, and does not send, what a dead process may have sent', async () => {
  const order = await accept('sent');
  const { call, counts, found } = charge();
  found(succeeded({ externalId: 'auth_1' }));
  expect(await run(order, call)).toMatchObject({ status: 'funded' });
  expect(counts).toEqual({ sent: 0, asked: 1 });
});

it('does not believe "never seen" while the call may still be on its way', async () => {
  const order = await accept('sent');
  const { call, counts } = charge();
  expect(await run(order, call)).toMatchObject({ status: 'processing' });
  expect(counts).toEqual({ sent: 0, asked: 1 });
});

it('sends again, once, what surely never arrived', async () => {
  const order = await accept('sent');
  const { call, counts } = charge();
  await aged(order, 20);
  await Promise.all(Array.from({ length: 10 }, () => run(order, call)));
  expect(counts.sent).toBe(1);
});

it('declines what surely never arrived when its payer will not wait any more', async () => {
  const order = await accept('sent');
  const { call, counts } = charge({ tooLate: () => true });
  await aged(order, 20);
  expect(await run(order, call)).toMatchObject({
    status: 'declined',
    funding: { code: 'acquirer_unavailable' },
  });
  expect(counts.sent).toBe(0);
});

it('does not send from a process that was held up for too long after taking it', async () => {
  const order = await accept('sent');
  const { call, counts } = charge();
  deps.freshIntents.put(referenceOf(order.id, 'fund'), now);
  now += 10_000;
  expect(await run(order, call)).toMatchObject({ status: 'processing' });
  expect(counts).toEqual({ sent: 0, asked: 1 });
});

it('tells a call that has not left in time to leave no more', async () => {
  const order = await accept('ready');
  // A real second passes: the least that a call is given.
  const { call } = charge({
    absentAfterMs: 0,
    send: ({ signal }) =>
      new Promise((resolve) => {
        signal.addEventListener('abort', () => resolve(unknown('timeout')));
      }),
  });
  expect(await run(order, call)).toMatchObject({ status: 'processing' });
});

it('sends where half of the time until it is believed absent is no whole number of milliseconds', async () => {
  const order = await accept('ready');
  const { call, counts } = charge({ absentAfterMs: 15_001 });
  expect(await run(order, call)).toMatchObject({ status: 'funded' });
  expect(counts).toEqual({ sent: 1, asked: 0 });
});

it('knows by the clock that its time is over, before any timer says so', async () => {
  const order = await accept('ready');
  const { call } = charge({
    send: async ({ signal, isOver }) => {
      now += 10_000;
      expect([signal.aborted, isOver()]).toEqual([false, true]);
      return unknown('not_final');
    },
  });
  expect(await run(order, call)).toMatchObject({ status: 'processing' });
});

it('declines what was never sent when its payer will not wait any more', async () => {
  const order = await accept('ready');
  const { call, counts } = charge({ tooLate: () => true });
  expect(await run(order, call)).toMatchObject({ funding: { code: 'acquirer_unavailable' } });
  expect(counts).toEqual({ sent: 0, asked: 0 });
});

describe('a decision that is made twice, as after a crash', () => {
  const maria = { kind: 'user', id: 'maria' } as const;
  const local = <T>(work: () => Promise<T>): Promise<T> =>
    new MockActivityEnvironment({ isLocal: false }).run(work);

  it.each(['succeeded', 'declined'] as const)(
    'about funding (%s) says nothing of crediting',
    async (word) => {
      const order = await accept('sent');
      const troubled = await local(() =>
        log(deps, order, received(), { type: 'attention_raised', reason: 'funding_unresolved' }, maria),
      );
      const once = await local(() => decide(deps, order, troubled, word, maria, 'seen in the books'));
      const twice = await local(() => decide(deps, order, troubled, word, maria, 'seen in the books'));
      expect(once).toMatchObject({ status: word === 'succeeded' ? 'funded' : 'declined' });
      expect(twice).toEqual(once);
      expect((await db.store.payments.facts(order.id)).map(({ fact }) => fact.type)).toEqual([
        'received',
        'attention_raised',
        `funding_${word}`,
      ]);
    },
  );
});

it('asks for a person when money turns out to have moved after the payment was declined', async () => {
  const order = await accept('ready');
  const { call } = charge();
  await run(order, charge({ tooLate: () => true }).call);
  await db.sql.query('alter table payment_step disable trigger all');
  await db.sql.query('delete from payment_step where payment_id = $1', [order.id]);
  const after = await run(order, call);
  await db.sql.query('alter table payment_step enable trigger all');
  expect(after).toMatchObject({ status: 'declined', attention: 'outcome_contradicts' });
});

it.each([undefined, 'reversal_refused'] as const)(
  'asks for a person when a payment that is being given back (%s) turns out to be credited, until one has looked',
  async (trouble) => {
    const order = await accept('ready');
    const { call } = charge();
    const funded = await run(order, call);
    const write = (from: PaymentState, fact: Fact): Promise<PaymentState> =>
      new MockActivityEnvironment().run(() => log(deps, order, from, fact, WORKFLOW_ACTOR));
    const reversing = await write(funded, { type: 'crediting_declined', code: 'resolved_by_person' });
    const before = trouble
      ? await write(reversing, { type: 'attention_raised', reason: trouble })
      : reversing;
    const late = await write(funded, { type: 'crediting_succeeded', externalId: 'reg_1' });
    expect(late).toMatchObject({ status: 'reversing', attention: 'outcome_contradicts' });
    // Whoever knows nothing of it yet does not take it off the list.
    const after = await write(before, { type: 'reversal_succeeded', externalId: 'ref_1' });
    expect(after).toMatchObject({ status: 'reversed', attention: 'outcome_contradicts' });
    const maria = { kind: 'user', id: 'maria' } as const;
    const settled = await new MockActivityEnvironment().run(() =>
      decide(deps, order, after, 'declined', maria, 'seen in both books'),
    );
    expect(settled).toMatchObject({ status: 'reversed', attention: undefined });
  },
);

it('takes the next intent for itself when local, and leaves it to anyone when remote', async () => {
  const intents = async (order: PaymentOrder) =>
    (
      await db.sql.query(`select status from payment_step where payment_id = $1 and step = 'credit'`, [
        order.id,
      ])
    ).rows;
  const [near, far] = [await accept('ready'), await accept('ready')];
  await run(near, charge().call, true);
  await run(far, charge().call, false);
  expect(await intents(near)).toEqual([{ status: 'sent' }]);
  expect(deps.freshIntents.take(referenceOf(near.id, 'credit'))).toBe(now);
  expect(await intents(far)).toEqual([{ status: 'ready' }]);
  expect(deps.freshIntents.take(referenceOf(far.id, 'credit'))).toBeUndefined();
});
