import { randomUUID } from 'node:crypto';
import { newAccount } from '../../support/channel';
import type { World } from '../../support/world';
import { CUSTOMER } from '../../support/world';

const ONCE = { charges: 1, captures: 0, voids: 0, refunds: 0, registrations: 1 };

/** Payments with a registered card. */
export function cardPayments(world: () => World): void {
  const card = (cardId = world().cards.good): object => ({ source: { type: 'card', cardId } });

  test('ONE-1 a card payment is answered at once and credited to the account', async () => {
    const { channel, outside } = world();
    const account = newAccount();
    const reply = await channel.pay({ ...card(), account, customerId: CUSTOMER });
    expect(reply.status).toBe(201);
    expect(reply.headers.get('location')).toBe(`/v1/payments/${reply.body.id}`);
    expect(reply.body.funding).toMatchObject({ status: 'succeeded' });
    expect(await channel.untilEnded(reply.body.id)).toMatchObject({
      status: 'succeeded',
      account,
      crediting: { status: 'succeeded' },
    });
    expect(await outside.books(reply.body.id)).toEqual(ONCE);
    expect(await outside.balance(account.value)).toBe(1050);
  });

  test('ONE-1 a refused card is a plain answer, and nothing is credited', async () => {
    const { channel, outside, cards } = world();
    const { status, body } = await channel.pay(card(cards.refused));
    expect(status).toBe(201);
    expect(body).toMatchObject({ status: 'declined', funding: { declineCode: 'insufficient_funds' } });
    expect(await outside.books(body.id)).toMatchObject({ charges: 0, registrations: 0 });
  });

  test('ONE-1 an account that the biller does not know is refused before the card is charged', async () => {
    const { channel, outside } = world();
    const { body } = await channel.pay({ ...card(), account: { by: 'account', value: '7777777' } });
    expect(body).toMatchObject({ status: 'declined', funding: { declineCode: 'account_not_found' } });
    expect(await outside.operations(body.id)).toEqual([]);
  });

  test('ONE-1 an account that is closed between charging and crediting gives the money back', async () => {
    const { channel, outside } = world();
    const account = newAccount();
    const match = { value: account.value };
    await outside.fault({
      target: 'biller',
      operation: 'registrations',
      kind: 'reject',
      code: 'account_closed',
      match,
    });
    const { body } = await channel.pay({ ...card(), account });
    expect(await channel.untilEnded(body.id)).toMatchObject({
      status: 'reversed',
      crediting: { status: 'declined', declineCode: 'account_closed' },
      reversal: { status: 'succeeded' },
    });
    expect(await outside.books(body.id)).toEqual({ ...ONCE, refunds: 1, registrations: 0 });
  });

  test('ONE-3 a self-care application pays and follows the payment by the REST call alone', async () => {
    const { channel, cards } = world();
    const reference = `order-${randomUUID().slice(0, 8)}`;
    const { body } = await channel.pay({ ...card(), customerId: CUSTOMER, reference });
    await channel.untilEnded(body.id);
    const types = await channel.eventTypes(body.id);
    // On a busy machine a call may take longer than we wait for it; that is looked at elsewhere.
    const news = types.filter((type) => !type.endsWith('_unknown'));
    expect(news).toEqual(['received', 'funding_succeeded', 'crediting_succeeded']);
    expect((await channel.events(body.id))[0]!.actor).toEqual({ kind: 'channel', id: 'demo' });
    const query = `account=${encodeURIComponent(body.account.value)}`;
    const { items } = await channel.get<{ items: { id: string }[] }>(`/v1/payments?${query}`);
    expect(items.map(({ id }) => id)).toEqual([body.id]);
    expect(body.source).toEqual({ type: 'card', card: { id: cards.good, brand: 'visa', last4: '4242' } });
  });

  test('ONE-5 a customer pays with one registered card, then with another', async () => {
    const { channel, outside, cards } = world();
    const other = await channel.registerCard(CUSTOMER, await outside.tokenFor('5555555555554444'));
    const last4 = [];
    for (const cardId of [cards.good, other]) {
      const { body } = await channel.pay({ ...card(cardId), customerId: CUSTOMER });
      last4.push((await channel.untilEnded(body.id)).source.card?.last4);
    }
    expect(last4).toEqual(['4242', '4444']);
  });

  test('ONE-8 the same call made twenty times at once is one payment', async () => {
    const { channel, outside } = world();
    const account = newAccount();
    const key = randomUUID();
    const order = { ...card(), account };
    const replies = await Promise.all(Array.from({ length: 20 }, () => channel.payPatiently(order, key)));
    expect(new Set(replies.map(({ body }) => JSON.stringify(body))).size).toBe(1);
    expect(replies.filter(({ headers }) => !headers.has('idempotency-replayed'))).toHaveLength(1);
    await channel.untilEnded(replies[0]!.body.id);
    expect(await outside.balance(account.value)).toBe(1050);
    expect(await outside.books(replies[0]!.body.id)).toEqual(ONCE);
  });

  test('ONE-8 the same key with another body is refused, and two keys are two payments', async () => {
    const { channel } = world();
    const key = randomUUID();
    const order = { ...card(), account: newAccount() };
    const first = await channel.pay(order, key);
    const other = await channel.pay({ ...order, amount: { value: 2, currency: 'EUR' } }, key);
    expect([other.status, (other.body as unknown as { code: string }).code]).toEqual([
      422,
      'idempotency_key_reused',
    ]);
    expect((await channel.pay(order)).body.id).not.toBe(first.body.id);
  });

  test.each(['dropAfter', 'dropBefore', 'error'] as const)(
    'ONE-8 an acquirer that gives no answer (%s) is inquired, never blindly charged again',
    async (kind) => {
      const { channel, outside } = world();
      // One that is answered: several in a row without an answer are an outage.
      expect((await channel.payPatiently(card())).body.funding.status).toBe('succeeded');
      await outside.fault({ target: 'acquirer', operation: 'authorisations', kind });
      const { body } = await channel.payPatiently(card());
      expect(await channel.untilEnded(body.id)).toMatchObject({ status: 'succeeded' });
      expect(await channel.eventTypes(body.id)).toContain('funding_unknown');
      expect(await outside.books(body.id)).toEqual(ONCE);
    },
  );

  test('ONE-8 a biller that gives no answer is inquired, and credits once', async () => {
    const { channel, outside } = world();
    const account = newAccount();
    await outside.settings({ biller: { idempotent: false } });
    await outside.fault({
      target: 'biller',
      operation: 'registrations',
      kind: 'dropAfter',
      match: { value: account.value },
    });
    const { body } = await channel.pay({ ...card(), account });
    expect(await channel.untilEnded(body.id)).toMatchObject({ status: 'succeeded' });
    expect(await outside.balance(account.value)).toBe(1050);
    await outside.settings({ biller: { idempotent: true } });
  });
}
