import { openTestStore, whileHeld, type TestStore } from './testing/database';
import { anOrder, aRequest } from './testing/fixtures';

let test: TestStore;
beforeAll(async () => {
  test = await openTestStore();
});
afterAll(() => test.close());

const begin = (key: string, hash = 'hash') => test.store.idempotency.begin('shop', key, hash);

describe('an idempotency key', () => {
  it('is new to one of many', async () => {
    const answers = await Promise.all(Array.from({ length: 50 }, () => begin('raced')));
    expect(answers.filter(({ kind }) => kind === 'new')).toHaveLength(1);
    expect(answers.filter(({ kind }) => kind === 'running')).toHaveLength(49);
  });

  it('is running to whoever waited for it', async () => {
    const begun = `insert into idempotency_key (channel, key, request_hash) values ('shop', 'held', $1)`;
    expect(await whileHeld(test, begun, ['hash'], () => begin('held'))).toEqual({ kind: 'running' });
  });

  it('replays the answer as it was, members in their order', async () => {
    await begin('replayed');
    const body = { zebra: 1, apple: [null, 'é'], mango: { b: 1, a: 2 } };
    await test.store.idempotency.finish('shop', 'replayed', 1, 201, body);
    const answer = await begin('replayed');
    expect(answer).toEqual({ kind: 'replayed', status: 201, body });
    expect(JSON.stringify(answer)).toContain(JSON.stringify(body));
  });

  it('keeps its first answer', async () => {
    await begin('answered');
    await test.store.idempotency.finish('shop', 'answered', 1, 201, 'first');
    await test.store.idempotency.finish('shop', 'answered', 1, 500, 'second');
    await test.store.idempotency.abandon('shop', 'answered', 1);
    expect(await begin('answered')).toEqual({ kind: 'replayed', status: 201, body: 'first' });
  });

  it('with another body is a mismatch, running or answered', async () => {
    await begin('other');
    expect(await begin('other', 'another hash')).toEqual({ kind: 'mismatch' });
    await test.store.idempotency.finish('shop', 'other', 1, 204, undefined);
    expect(await begin('other', 'another hash')).toEqual({ kind: 'mismatch' });
    expect(await begin('other')).toEqual({ kind: 'replayed', status: 204, body: null });
  });

  it('can be used again when its request came to nothing, for the same request only', async () => {
    await begin('failed');
    await test.store.idempotency.abandon('shop', 'failed', 1);
    expect(await begin('failed', 'another hash')).toEqual({ kind: 'mismatch' });
    const order = anOrder();
    const payment = { ...aRequest(order), idempotencyKey: 'failed' };
    expect((await test.store.payments.receive(order, payment)).kind).toBe('mismatch');
    expect(await begin('failed')).toEqual({ kind: 'new', attempt: 2 });
  });

  it('is given up when its request died with its process, to one of many', async () => {
    await begin('dead');
    await test.sql.query(
      "update idempotency_key set created_at = now() - interval '2 minutes' where key = 'dead'",
    );
    const answers = await Promise.all(Array.from({ length: 10 }, () => begin('dead')));
    expect(answers.filter(({ kind }) => kind === 'new')).toHaveLength(1);
    expect(await begin('dead', 'another hash')).toEqual({ kind: 'mismatch' });
  });

  it('belongs to whoever took it last: one before neither lets it go nor answers for it', async () => {
    const { abandon, finish } = test.store.idempotency;
    await begin('owned');
    await test.sql.query(
      "update idempotency_key set created_at = now() - interval '2 minutes' where key = 'owned'",
    );
    expect(await begin('owned')).toEqual({ kind: 'new', attempt: 2 });
    await abandon('shop', 'owned', 1);
    expect(await begin('owned')).toEqual({ kind: 'running' });
    await finish('shop', 'owned', 1, 409, 'of the first');
    expect(await begin('owned')).toEqual({ kind: 'running' });
    await abandon('shop', 'owned', 2);
    await finish('shop', 'owned', 2, 200, 'too late');
    expect(await begin('owned')).toEqual({ kind: 'new', attempt: 3 });
    await finish('shop', 'owned', 3, 200, 'of the last');
    expect(await begin('owned')).toEqual({ kind: 'replayed', status: 200, body: 'of the last' });
  });

  it('of a payment is not touched', async () => {
    const order = anOrder();
    await test.store.payments.receive(order, aRequest(order));
    await test.store.idempotency.abandon('shop', order.id, 1);
    await test.store.idempotency.finish('shop', order.id, 1, 200, {});
    expect((await test.store.payments.receive(order, aRequest(order))).kind).toBe('replayed');
  });
});
