import type { PoolClient } from 'pg';
import type { SealMark } from '../interfaces/audit';
import { count, openTestStore, type TestStore } from '../testing/database';
import { receiveOne } from '../testing/fixtures';

let test: TestStore;
beforeEach(async () => {
  test = await openTestStore();
});
afterEach(() => test.close());

async function write(entries: number): Promise<void> {
  for (let index = 0; index < entries; index++) await receiveOne(test.store);
}

/** As somebody with all rights would. */
async function tamper(sql: string): Promise<void> {
  const client = await test.sql.connect();
  try {
    await client.query(`set session_replication_role = replica; ${sql}; reset session_replication_role`);
  } finally {
    client.release();
  }
}

/** Writes an entry and leaves its transaction open. */
async function openEntry(): Promise<PoolClient> {
  const client = await test.sql.connect();
  await client.query(`begin; insert into audit_entry (actor_kind, actor_id, object_kind, object_id, type, data)
    values ('user', 'u', 'thing', 't', 'touched', '{}')`);
  return client;
}

async function end(client: PoolClient, how: 'commit' | 'rollback'): Promise<void> {
  await client.query(how);
  client.release();
}

const sealedIds = async () =>
  (
    await test.sql.query<{ id: string }>('select unnest(entry_ids) as id from audit_seal order by number')
  ).rows.map(({ id }) => Number(id));
const gaps = async () =>
  (await test.sql.query('select gaps from audit_seal order by number desc limit 1')).rows[0].gaps;

describe('sealing', () => {
  it('chains what was written, a batch at a time', async () => {
    await write(5);
    expect(await test.store.audit.verify()).toEqual({ intact: true, sealed: 0, unsealed: 5 });
    expect(await test.store.audit.seal(2)).toBe(2);
    expect(await test.store.audit.verify()).toMatchObject({ intact: true, sealed: 2, unsealed: 3 });
    expect([
      await test.store.audit.seal(2),
      await test.store.audit.seal(2),
      await test.store.audit.seal(2),
    ]).toEqual([2, 1, 0]);
    expect(await test.store.audit.verify()).toMatchObject({ intact: true, sealed: 5, unsealed: 0 });
    expect(await count(test.sql, 'audit_seal')).toBe(3);
  });

  it('walks more seals than it reads at a time', async () => {
    await write(45);
    while ((await test.store.audit.seal(1)) > 0);
    expect(await test.store.audit.verify()).toMatchObject({ intact: true, sealed: 45, unsealed: 0 });
  });

  it('is done by one at a time', async () => {
    await write(60);
    let sealed = 0;
    // Whoever finds another one at it is turned away at once, so tries say nothing: they go on until all is sealed.
    const sealer = async (): Promise<void> => {
      while (sealed < 60) {
        const mine = await test.store.audit.seal(3);
        sealed += mine;
      }
    };
    await Promise.all(Array.from({ length: 8 }, sealer));
    const ids = await sealedIds();
    expect(ids).toHaveLength(60);
    expect(new Set(ids).size).toBe(60);
    expect(await test.store.audit.verify()).toMatchObject({ intact: true, sealed: 60, unsealed: 0 });
  });

  it('skips nothing while many write', async () => {
    let writing = true;
    const sealing = (async () => {
      while (writing) await test.store.audit.seal(7);
    })();
    await Promise.all(Array.from({ length: 8 }, () => write(25)));
    writing = false;
    await sealing;
    while ((await test.store.audit.seal(7)) > 0);
    expect(await test.store.audit.verify()).toMatchObject({ intact: true, sealed: 200, unsealed: 0 });
  });

  it('takes up an entry that commits after later ones were sealed', async () => {
    await write(1);
    const slow = await openEntry();
    await write(2);
    expect(await test.store.audit.seal(100)).toBe(3);
    expect(await test.store.audit.seal(100)).toBe(0);
    await write(1);
    expect(await test.store.audit.seal(100)).toBe(1);
    expect(await gaps()).toHaveLength(1);
    await end(slow, 'commit');
    expect(await test.store.audit.verify()).toMatchObject({ intact: true, unsealed: 1 });
    expect(await test.store.audit.seal(100)).toBe(1);
    expect(await sealedIds()).toEqual([1, 3, 4, 5, 2]);
    expect(await test.store.audit.verify()).toMatchObject({ intact: true, sealed: 5, unsealed: 0 });
  });

  it('takes late ones up in batches, too, and forgets no gap before it is empty', async () => {
    const slow = await Promise.all([openEntry(), openEntry(), openEntry()]);
    await write(1);
    expect(await test.store.audit.seal(100)).toBe(1);
    await Promise.all(slow.map((client) => end(client, 'commit')));
    await write(1);
    const sealed = [];
    for (let calls = 0; calls < 5; calls++) sealed.push(await test.store.audit.seal(1));
    expect(sealed).toEqual([1, 1, 1, 1, 0]);
    expect(await test.store.audit.verify()).toMatchObject({ intact: true, sealed: 5, unsealed: 0 });
  });

  it('forgets the gap of a transaction that came to nothing', async () => {
    const failed = await openEntry();
    await write(1);
    await test.store.audit.seal(100);
    expect(await gaps()).toHaveLength(1);
    await end(failed, 'rollback');
    // Not always at once: a transaction of another database on the server may be older.
    do {
      await write(1);
      await test.store.audit.seal(100);
    } while ((await gaps()).length > 0);
    expect((await test.store.audit.verify()).unsealed).toBe(0);
  });
});

describe('SWI-9 verifying', () => {
  beforeEach(async () => {
    await write(6);
    await test.store.audit.seal(2);
    await test.store.audit.seal(2);
    await test.store.audit.seal(2);
  });

  const cases: [what: string, sql: string, entry: string, problem: string][] = [
    ['changed content', `update audit_entry set data = data || '{"x":1}' where id = 4`, '4', 'changed'],
    ['another actor', "update audit_entry set actor_id = 'nobody' where id = 3", '3', 'changed'],
    ['another time', "update audit_entry set at = at + interval '1 ms' where id = 6", '6', 'changed'],
    ['another state', `update audit_entry set state = '{}' where id = 1`, '1', 'changed'],
    ['a missing entry', 'delete from audit_entry where id = 5', '5', 'missing'],
    [
      'a changed leaf',
      `update audit_seal set leaves = overlay(leaves placing '\\x00ff' from 1) where number = 2`,
      '3',
      'chain_broken',
    ],
    ['a changed hash', `update audit_seal set hash = sha256('x') where number = 1`, '1', 'chain_broken'],
    ['a missing seal', 'delete from audit_seal where number = 2', '5', 'chain_broken'],
    ['a missing first seal', 'delete from audit_seal where number = 1', '3', 'chain_broken'],
    [
      'entries in another order',
      'update audit_seal set entry_ids = array[4, 3] where number = 2',
      '4',
      'changed',
    ],
    [
      'a row and its leaf changed together',
      `update audit_entry set type = 'x' where id = 4;
       update audit_seal set leaves = substr(leaves, 1, 32) || sha256('x') where number = 2`,
      '3',
      'chain_broken',
    ],
  ];
  it.each(cases)('finds %s', async (_, sql, entry, problem) => {
    expect((await test.store.audit.verify()).intact).toBe(true);
    await tamper(sql);
    expect(await test.store.audit.verify()).toMatchObject({
      intact: false,
      firstAltered: { entry, problem },
    });
  });

  it('names the first of several', async () => {
    await tamper(
      `delete from audit_entry where id = 6; update audit_entry set type = 'x' where id in (2, 5)`,
    );
    expect(await test.store.audit.verify()).toMatchObject({
      firstAltered: { entry: '2', problem: 'changed' },
    });
  });

  /** An entry with this id, which the sequence has not given to anybody. */
  const slipIn = (id: number): Promise<void> =>
    tamper(`insert into audit_entry (id, actor_kind, actor_id, object_kind, object_id, type, data)
      values (${id}, 'user', 'u', 'thing', 't', 'touched', '{}')`);
  const sealedOf = async (): Promise<Record<string, boolean>> => {
    const { items } = await test.store.audit.list({}, { limit: 100 });
    return Object.fromEntries(items.map(({ id, sealed }) => [id, sealed]));
  };

  it('finds an entry that was inserted below all seals', async () => {
    await slipIn(-1);
    expect(await test.store.audit.verify()).toMatchObject({
      ...{ intact: false, sealed: 6, unsealed: 0 },
      firstAltered: { entry: '-1', problem: 'inserted' },
    });
    expect(await test.store.audit.seal(10)).toBe(0);
    expect(await sealedOf()).toMatchObject({ '-1': false, '1': true, '6': true });
  });

  it('finds one that was inserted where a transaction came to nothing, once that is over', async () => {
    await end(await openEntry(), 'rollback');
    // As above: the gap is closed when no older transaction is left on the server.
    do {
      await write(1);
      await test.store.audit.seal(100);
    } while ((await gaps()).length > 0);
    const before = await test.store.audit.verify();
    expect(before).toMatchObject({ intact: true, unsealed: 0 });
    await slipIn(7);
    expect(await test.store.audit.verify()).toEqual({
      ...before,
      intact: false,
      firstAltered: { entry: '7', problem: 'inserted' },
    });
    expect(await sealedOf()).toMatchObject({ '7': false, '8': true });
    await tamper("update audit_entry set type = 'x' where id = 8");
    expect((await test.store.audit.verify()).firstAltered).toEqual({ entry: '7', problem: 'inserted' });
    await tamper("update audit_entry set type = 'x' where id = 2");
    expect((await test.store.audit.verify()).firstAltered).toEqual({ entry: '2', problem: 'changed' });
  });

  describe('against a seal that was kept elsewhere', () => {
    const kept = async (): Promise<SealMark> => (await test.store.audit.lastSeal())!;

    it('finds it, also among older ones', async () => {
      const seal = await kept();
      expect(seal).toEqual({ number: 3, hash: expect.stringMatching(/^[0-9a-f]{64}$/) });
      await write(1);
      await test.store.audit.seal(2);
      expect(await test.store.audit.verify(seal)).toEqual({
        ...{ intact: true, sealed: 7, unsealed: 0, expectedSeal: 'found' },
        lastSeal: await kept(),
      });
    });

    it('notices that the chain was cut off', async () => {
      const seal = await kept();
      await tamper('delete from audit_seal where number = 3; delete from audit_entry where id > 4');
      expect(await test.store.audit.verify()).toMatchObject({ intact: true, sealed: 4 });
      const verified = await test.store.audit.verify(seal);
      expect(verified).toMatchObject({ intact: false, expectedSeal: 'missing' });
      expect(verified.firstAltered).toBeUndefined();
    });

    it('notices that the chain was made anew', async () => {
      const seal = await kept();
      await tamper("delete from audit_seal; update audit_entry set type = 'x' where id = 1");
      while ((await test.store.audit.seal(2)) > 0);
      expect(await test.store.audit.verify()).toMatchObject({ intact: true, sealed: 6 });
      expect(await test.store.audit.verify(seal)).toMatchObject({ intact: false, expectedSeal: 'differs' });
    });
  });

  it('does not depend on the time zone of the session', async () => {
    const { rows } = await test.sql.query('select current_database() as name');
    await test.sql.query(`alter database "${rows[0].name}" set timezone = 'Asia/Kathmandu'`);
    await test.sql.query(`alter database "${rows[0].name}" set datestyle = 'German'`);
    expect(await test.store.audit.verify()).toMatchObject({ intact: true, sealed: 6, unsealed: 0 });
  });
});
