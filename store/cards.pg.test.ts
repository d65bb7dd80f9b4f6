import type { RegisteredCard } from '../domain/cards';
import { count, openTestStore, type TestStore } from './testing/database';
import { CHANNEL_ACTOR } from './testing/fixtures';

let test: TestStore;
beforeAll(async () => {
  test = await openTestStore();
});
afterAll(() => test.close());

const aCard = (changes: Partial<RegisteredCard> = {}): RegisteredCard => ({
  ...{ id: 'card_1', customerId: 'cus_1', acquirer: 'sandbox', token: 'tok_1', brand: 'visa', last4: '4242' },
  ...{ expiryMonth: 12, expiryYear: 2030, createdAt: '2026-01-01T00:00:00.000Z' },
  ...changes,
});

describe('registered cards', () => {
  it('are kept once per acquirer, token and customer, however many save it', async () => {
    const saved = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        test.store.cards.save(aCard({ id: `card_${index}` }), CHANNEL_ACTOR),
      ),
    );
    const [first] = saved;
    expect(new Set(saved.map((card) => card.id)).size).toBe(1);
    expect(await test.store.cards.get(first!.id)).toEqual(first);
    expect(await count(test.sql, "audit_entry where object_kind = 'card'")).toBe(1);
  });

  it('are the customer’s own, newest first', async () => {
    const older = aCard({ id: 'card_a', customerId: 'cus_2' });
    const newer = aCard({
      id: 'card_b',
      customerId: 'cus_2',
      token: 'tok_2',
      createdAt: '2026-02-01T00:00:00.000Z',
    });
    await test.store.cards.save(older, CHANNEL_ACTOR);
    await test.store.cards.save(newer, CHANNEL_ACTOR);
    expect(await test.store.cards.list('cus_2')).toEqual([newer, older]);
    expect(await test.store.cards.list('cus_none')).toEqual([]);
    expect(await test.store.cards.get('card_none')).toBeUndefined();
  });

  it('leave no token in the log', async () => {
    const { rows } = await test.sql.query("select * from audit_entry where object_kind = 'card'");
    expect(rows[0]).toMatchObject({ actor_kind: 'channel', type: 'registered', data: { last4: '4242' } });
    expect(JSON.stringify(rows)).not.toContain('tok_');
  });
});
