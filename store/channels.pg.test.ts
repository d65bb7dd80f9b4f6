import { count, openTestStore, type TestStore } from './testing/database';

let test: TestStore;
beforeEach(async () => {
  test = await openTestStore();
});
afterEach(() => test.close());

const OPERATOR = { kind: 'user', id: 'operator' } as const;
const HASH = 'a'.repeat(64);
const SHOP = { id: 'shop', scopes: ['payments:create', 'payments:read'] as const };
const grant = (scopes: readonly ('payments:create' | 'payments:read')[] = SHOP.scopes, hash = HASH) =>
  test.store.channels.grant({ id: 'shop', scopes: [...scopes] }, hash, OPERATOR);

describe('a channel', () => {
  it('is found by the hash of each of its keys', async () => {
    await grant();
    await grant(SHOP.scopes, 'b'.repeat(64));
    expect(await test.store.channels.findByKeyHash(HASH)).toEqual(SHOP);
    expect(await test.store.channels.findByKeyHash('b'.repeat(64))).toEqual(SHOP);
    expect(await test.store.channels.findByKeyHash('c'.repeat(64))).toBeUndefined();
  });

  it('granted again changes nothing, and the log says nothing', async () => {
    await Promise.all(Array.from({ length: 10 }, () => grant()));
    await grant();
    expect(await count(test.sql, 'audit_entry')).toBe(1);
    expect(await count(test.sql, 'api_key')).toBe(1);
  });

  it('can be given other scopes, which the log says', async () => {
    await grant();
    await grant(['payments:read']);
    expect(await test.store.channels.findByKeyHash(HASH)).toEqual({ id: 'shop', scopes: ['payments:read'] });
    const { rows } = await test.sql.query(
      'select actor_id, type, data from audit_entry order by id desc limit 1',
    );
    expect(rows).toEqual([
      {
        actor_id: 'operator',
        type: 'granted',
        data: { scopes: ['payments:read'], keyHash: HASH.slice(0, 12) },
      },
    ]);
  });

  it('is not found by a revoked key, which granting does not bring back', async () => {
    await grant();
    await test.sql.query('update api_key set revoked_at = now()');
    await grant();
    expect(await test.store.channels.findByKeyHash(HASH)).toBeUndefined();
  });

  it('can’t take another one’s key', async () => {
    await grant();
    const other = { id: 'ivr', scopes: [] };
    await expect(test.store.channels.grant(other, HASH, OPERATOR)).rejects.toThrow(
      'belongs to another channel',
    );
    expect(await test.store.channels.findByKeyHash(HASH)).toEqual(SHOP);
  });
});
