import { received } from '../../domain/payments';
import { count, openTestStore, whileHeld, type TestStore } from '../testing/database';
import {
  anOrder,
  aRequest,
  CHANNEL_ACTOR,
  CREDITED,
  FUNDED,
  intentFor,
  play,
  stored,
} from '../testing/fixtures';

let test: TestStore;
beforeAll(async () => {
  test = await openTestStore();
});
afterAll(() => test.close());

describe('receiving a payment', () => {
  it('keeps what was asked for, to the last field', async () => {
    const order = anOrder({
      customerId: 'cus_1',
      reference: 'order 7',
      receipt: { phone: '+35799000001', language: 'el' },
      createdAt: '2026-02-03T04:05:06.789Z',
    });
    const { kind } = await test.store.payments.receive(order, aRequest(order));
    expect(kind).toBe('new');
    expect(await stored(test.store, order)).toMatchObject({ order, state: received() });
  });

  it('keeps a hosted page order as it came', async () => {
    const order = anOrder({
      source: { type: 'hosted_page', saveCard: true, expiresAt: '2026-02-03T05:05:06.000Z' },
    });
    await test.store.payments.receive(order, aRequest(order));
    expect((await stored(test.store, order)).order).toEqual(order);
  });

  it('tells brand and last four of the registered card', async () => {
    await test.store.cards.save(
      {
        ...{
          id: 'card_7',
          customerId: 'cus_7',
          acquirer: 'sandbox',
          token: 'tok_7',
          brand: 'visa',
          last4: '4242',
        },
        ...{ expiryMonth: 12, expiryYear: 2030, createdAt: '2026-01-01T00:00:00.000Z' },
      },
      CHANNEL_ACTOR,
    );
    const order = anOrder({ source: { type: 'card', cardId: 'card_7', token: 'tok_7' } });
    const answer = await test.store.payments.receive(order, aRequest(order));
    expect(answer).toMatchObject({ kind: 'new', record: { card: { brand: 'visa', last4: '4242' } } });
  });

  it('writes no token and no address of the payer into the log', async () => {
    const order = anOrder({ receipt: { phone: '+35799123456', email: 'payer@example.org' } });
    await test.store.payments.receive(order, aRequest(order));
    const [fact] = await test.store.payments.facts(order.id);
    expect(fact).toMatchObject({
      version: 1,
      actor: CHANNEL_ACTOR,
      fact: { type: 'received', amount: order.amount },
    });
    expect(JSON.stringify(fact)).not.toMatch(/tok_1|35799123456|example/);
  });

  it('keeps the vault’s token of a card number, and of that logs only what may be seen', async () => {
    const source = { type: 'vaulted_card', vaultToken: 'vlt_secret', brand: 'visa', last4: '4242' } as const;
    const order = anOrder({ source, batched: true });
    await test.store.payments.receive(order, aRequest(order));
    expect((await stored(test.store, order)).order).toEqual(order);
    const [fact] = await test.store.payments.facts(order.id);
    expect(fact!.fact).toMatchObject({ source: { type: 'vaulted_card', brand: 'visa', last4: '4242' } });
    expect(JSON.stringify(fact)).not.toContain('vlt_secret');
  });

  describe('with a token of the vault', () => {
    const keyedIn = (vaultToken: string) =>
      anOrder({ source: { type: 'vaulted_card', vaultToken, brand: 'visa', last4: '4242' }, batched: true });

    it('is one payment, however many calls with keys of their own race', async () => {
      const before = await count(test.sql, 'payment');
      const orders = Array.from({ length: 20 }, () => keyedIn('vlt_raced'));
      const answers = await Promise.all(
        orders.map((order) => test.store.payments.receive(order, aRequest(order))),
      );
      expect(answers.filter(({ kind }) => kind === 'new')).toHaveLength(1);
      expect(answers.filter(({ kind }) => kind === 'token_used')).toHaveLength(19);
      expect(await count(test.sql, 'payment')).toBe(before + 1);
    });

    it('is a replay under the same key, and leaves the key of one that is refused free', async () => {
      const first = keyedIn('vlt_once');
      await test.store.payments.receive(first, aRequest(first));
      const again = keyedIn('vlt_once');
      const underFirst = aRequest(again, { idempotencyKey: first.id });
      expect(await test.store.payments.receive(again, underFirst)).toMatchObject({
        kind: 'replayed',
        record: { order: { id: first.id } },
      });
      expect(await test.store.payments.receive(again, aRequest(again))).toEqual({ kind: 'token_used' });
      const other = keyedIn('vlt_other');
      const underRefused = aRequest(other, { idempotencyKey: again.id });
      expect(await test.store.payments.receive(other, underRefused)).toMatchObject({ kind: 'new' });
    });
  });

  it('makes the first intent, sent or ready as told', async () => {
    const sent = anOrder();
    const ready = anOrder();
    await test.store.payments.receive(sent, aRequest(sent));
    await test.store.payments.receive(ready, {
      ...aRequest(ready),
      first: intentFor(ready, 'fund', 'ready'),
    });
    expect(await test.store.payments.claim(sent.id, 'fund', 'x')).toMatchObject({ kind: 'sent', attempt: 1 });
    expect(await test.store.payments.claim(ready.id, 'fund', 'x')).toEqual({ kind: 'claimed', attempt: 1 });
  });
});

describe('the same key again', () => {
  it('is one payment, however many calls race', async () => {
    const before = await count(test.sql, 'payment');
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => {
        const order = anOrder();
        return test.store.payments.receive(order, aRequest(order, { idempotencyKey: 'raced' }));
      }),
    );
    expect(answers.filter((answer) => answer.kind === 'new')).toHaveLength(1);
    expect(answers.filter((answer) => answer.kind === 'replayed')).toHaveLength(49);
    const ids = new Set(answers.map((answer) => 'record' in answer && answer.record.order.id));
    expect(ids.size).toBe(1);
    expect(await count(test.sql, 'payment')).toBe(before + 1);
  });

  it('is told of a payment that was committed while it waited', async () => {
    const first = anOrder();
    await test.store.payments.receive(first, aRequest(first));
    const again = anOrder();
    const answer = await whileHeld(
      test,
      `insert into idempotency_key (channel, key, request_hash, payment_id) values ('shop', 'held', 'hash', $1)`,
      [first.id],
      () => test.store.payments.receive(again, aRequest(again, { idempotencyKey: 'held' })),
    );
    expect(answer).toMatchObject({ kind: 'replayed', record: { order: first } });
  });

  it('with another body is a mismatch and changes nothing', async () => {
    const order = anOrder();
    await test.store.payments.receive(order, aRequest(order));
    const other = anOrder();
    const request = aRequest(other, { idempotencyKey: order.id, requestHash: 'other' });
    expect(await test.store.payments.receive(other, request)).toEqual({ kind: 'mismatch' });
    expect(await test.store.payments.get(other.id)).toBeUndefined();
  });

  it('is another payment on another channel', async () => {
    const order = anOrder();
    await test.store.payments.receive(order, aRequest(order));
    const other = anOrder({ channel: 'ivr' });
    const answer = await test.store.payments.receive(other, aRequest(other, { idempotencyKey: order.id }));
    expect(answer.kind).toBe('new');
  });

  it('is a mismatch where the key was used for something that is no payment', async () => {
    await test.store.idempotency.begin('shop', 'for a card', 'hash');
    const order = anOrder();
    const answer = await test.store.payments.receive(
      order,
      aRequest(order, { idempotencyKey: 'for a card' }),
    );
    expect(answer).toEqual({ kind: 'mismatch' });
  });

  it('tells the state that the first answer told of, and the one of today', async () => {
    const order = anOrder();
    await test.store.payments.receive(order, aRequest(order));
    const early = await test.store.payments.receive(order, aRequest(order));
    expect(early).toMatchObject({ kind: 'replayed', record: { state: received() } });
    expect(early).not.toHaveProperty('answered');

    await play(test.store, order, { type: 'funding_unknown', reason: 'timeout' }, FUNDED, CREDITED);
    expect(await test.store.payments.receive(order, aRequest(order))).toMatchObject({
      kind: 'replayed',
      record: { order, state: { status: 'succeeded', version: 4 } },
      answered: { status: 'funded', version: 3 },
    });
  });

  it('tells of the page, not of what the payer did on it', async () => {
    const order = anOrder({
      source: { type: 'hosted_page', saveCard: false, expiresAt: '2026-02-03T05:05:06.000Z' },
    });
    await test.store.payments.receive(order, {
      ...aRequest(order),
      first: intentFor(order, 'open_page', 'sent'),
    });
    const url = 'https://acquirer.example/page';
    await play(test.store, order, { type: 'page_opened', url }, { type: 'cancelled', actor: CHANNEL_ACTOR });
    expect(await test.store.payments.receive(order, aRequest(order))).toMatchObject({
      record: { state: { status: 'cancelled' } },
      answered: { status: 'awaiting_payer', page: { url } },
    });
  });
});
