import { Client } from 'pg';
import type { AuditEntry, AuditFilter } from '../interfaces/audit';
import { InvalidCursor } from '../interfaces/reading';
import { openTestStore, type TestStore } from '../testing/database';
import { CREDITED, FUNDED, play, receiveOne, REFUSED } from '../testing/fixtures';

let test: TestStore;
beforeEach(async () => void (test = await openTestStore()));
afterEach(() => test.close());

const olga = { kind: 'user', id: 'usr_olga' } as const;

async function walk(filter: AuditFilter, limit = 2): Promise<AuditEntry[]> {
  const items: AuditEntry[] = [];
  for (let cursor: string | undefined; ;) {
    const page = await test.store.audit.list(filter, { limit, cursor });
    items.push(...page.items);
    if (page.cursor === undefined) return items;
    cursor = page.cursor;
  }
}

/** The statement that a call asks the database with. */
async function asked(call: () => Promise<unknown>): Promise<[{ text: string; values: unknown[] }]> {
  const spy = jest.spyOn(Client.prototype, 'query');
  await call();
  const statement = spy.mock.calls.at(-1);
  spy.mockRestore();
  return statement as unknown as [{ text: string; values: unknown[] }];
}

it('SWI-7 tells of each transaction its outcome and its user', async () => {
  const order = await receiveOne(test.store, { createdBy: olga });
  await play(test.store, order, REFUSED);
  const ofChannel = await receiveOne(test.store, { channel: 'ivr' });
  const [received, refused, atChannel] = await walk({ objectKind: 'payment', objectId: order.id });
  expect(refused).toMatchObject({ type: 'received', outcome: { status: 'processing' }, user: olga });
  expect(received).toEqual({
    id: expect.stringMatching(/^\d+$/),
    at: expect.stringMatching(/Z$/),
    actor: { kind: 'system', id: 'workflow' },
    object: { kind: 'payment', id: order.id },
    version: 2,
    type: 'funding_declined',
    data: { code: 'insufficient_funds' },
    outcome: { status: 'declined', code: 'insufficient_funds' },
    user: olga,
    sealed: false,
  });
  expect(atChannel).toBeUndefined();
  expect((await walk({ objectId: ofChannel.id }))[0]!.user).toEqual({ kind: 'channel', id: 'ivr' });
});

it('SWI-7 tells who authorised a refund, from then on', async () => {
  const order = await receiveOne(test.store);
  await play(test.store, order, FUNDED, CREDITED);
  const state = (decidedBy?: object, status = 'approved') => JSON.stringify({ status, decidedBy });
  const maria = { kind: 'user', id: 'usr_maria' };
  await test.sql.query(
    `insert into refund (id, payment_id, amount_value, amount_currency, reason, asked_by_kind, asked_by_id, request_key,
       channel, acquirer, terms, status, version, state, created_at)
     values ('rfd_1', $1, 1, 'EUR', 'x', 'user', 'usr_olga', 'k', 'shop', 'sandbox', '{}', 'approved', 1, '{}', now())`,
    [order.id],
  );
  for (const [version, text] of [
    state(undefined, 'pending_approval'),
    state(maria),
    state(maria, 'succeeded'),
    state(maria, 'rejected'),
  ].entries()) {
    await test.sql.query(
      `insert into audit_entry (actor_kind, actor_id, object_kind, object_id, version, type, data, state)
       values ('system', 'workflow', 'refund', 'rfd_1', $1, 'x', '{}', $2)`,
      [version + 1, text],
    );
  }
  const entries = await walk({ objectKind: 'refund' });
  expect(entries.map(({ outcome, authorisedBy }) => [outcome!.status, authorisedBy])).toEqual([
    ['rejected', undefined],
    ['succeeded', maria],
    ['approved', maria],
    ['pending_approval', undefined],
  ]);
  for (const { user } of entries) expect(user).toEqual(olga);
});

it('lists and walks what each filter lets through', async () => {
  const order = await receiveOne(test.store, { createdBy: olga });
  await play(test.store, order, FUNDED);
  await test.store.settings.change(0, { lines: { probeMs: 1 } }, olga);
  await test.store.audit.note({
    actor: olga,
    object: { kind: 'audit', id: 'log' },
    type: 'exported',
    data: { n: 1 },
  });
  const types = async (filter: AuditFilter): Promise<string[]> => {
    const listed = await walk(filter);
    const range = { after: '0', until: String(await test.store.audit.newest()) };
    expect(await test.store.audit.slice(filter, range, 10)).toEqual([...listed].reverse());
    return listed.map(({ type }) => type);
  };
  const all = ['exported', 'settings_changed', 'funding_succeeded', 'received'];
  expect(await types({})).toEqual(all);
  expect(await types({ actorKind: 'user' })).toEqual(all.slice(0, 2));
  expect(await types({ actorId: 'usr_olga' })).toEqual(all.slice(0, 2));
  expect(await types({ actorId: 'workflow' })).toEqual(['funding_succeeded']);
  expect(await types({ actorKind: 'channel', actorId: 'usr_olga' })).toEqual([]);
  expect(await types({ objectKind: 'payment' })).toEqual(all.slice(2));
  expect(await types({ objectKind: 'payment', objectId: order.id, type: 'received' })).toEqual(['received']);
  expect(await types({ type: 'exported' })).toEqual(['exported']);
  expect(await types({ to: '2020-01-01T00:00:00.000Z' })).toEqual([]);
  expect(await types({ from: '2020-01-01T00:00:00.000Z', to: '2999-01-01T00:00:00.000Z' })).toEqual(all);
  await expect(test.store.audit.list({}, { cursor: 'x', limit: 1 })).rejects.toThrow(InvalidCursor);
});

it('walks a range in steps', async () => {
  for (let index = 0; index < 5; index++) await receiveOne(test.store);
  const { audit } = test.store;
  const [first] = await audit.slice({}, { after: '0', until: '1000' }, 1);
  const step = await audit.slice({}, { after: first!.id, until: String(Number(first!.id) + 3) }, 2);
  expect(step.map(({ id }) => Number(id) - Number(first!.id))).toEqual([1, 2]);
});

it('SWI-9 says what is sealed, with gaps left by what commits late', async () => {
  const { audit } = test.store;
  await receiveOne(test.store);
  const slow = await test.sql.connect();
  await slow.query('begin');
  await slow.query(
    `insert into audit_entry (actor_kind, actor_id, object_kind, object_id, type, data)
     values ('system', 'x', 'line', 'sandbox', 'down', '{}')`,
  );
  await receiveOne(test.store);
  await audit.seal(10);
  await slow.query('commit');
  slow.release();
  await receiveOne(test.store);
  const sealed = async (): Promise<boolean[]> => (await walk({})).map((entry) => entry.sealed);
  expect(await sealed()).toEqual([false, true, false, true]);
  await audit.seal(10);
  expect(await sealed()).toEqual([true, true, true, true]);
});

it('leaves out where a hosted page was', async () => {
  const order = await receiveOne(test.store, {
    source: { type: 'hosted_page', saveCard: false, expiresAt: '2999-01-01T00:00:00.000Z' },
  });
  await play(test.store, order, { type: 'page_opened', url: 'https://acquirer.example/secret' });
  expect(JSON.stringify(await walk({}))).not.toContain('secret');
});

it('shows the address of whom a channel has its webhooks sent to', async () => {
  const endpoint = {
    id: 'whe_1',
    channel: 'shop',
    url: 'https://shop.example/hooks',
    events: [],
    secret: 's',
    commandId: 'c',
  };
  await test.store.webhooks.register(endpoint, olga);
  await test.store.webhooks.remove('whe_1', olga);
  const [removed, registered] = await walk({ objectKind: 'webhook_endpoint' });
  for (const { data } of [removed!, registered!]) expect(data).toMatchObject({ url: endpoint.url });
});

it('finds the seals of entries without reading through all seals', async () => {
  await test.sql.query(
    `insert into audit_seal (number, entry_ids, leaves, previous, hash, top, gaps)
     select n, array[1000 + n], sha256('x'), sha256('x'), sha256('x'), 1000 + n, '[]' from generate_series(1, 5000) n`,
  );
  await test.sql.query('analyze audit_seal');
  const [{ text, values }] = await asked(() => test.store.audit.list({}, { limit: 5 }));
  const { rows } = await test.sql.query(`explain ${text}`, values);
  expect(JSON.stringify(rows)).toContain('audit_seal_entry_ids_idx');
});

it('finds what people did without reading what programs did', async () => {
  const filter: AuditFilter = { actorId: 'usr_olga' };
  const [{ text, values }] = await asked(() => test.store.audit.list(filter, { limit: 5 }));
  await test.sql.query(
    `insert into audit_entry (actor_kind, actor_id, object_kind, object_id, type, data)
     select 'system', 'workflow', 'payment', 'pay_' || n, 'x', '{}' from generate_series(1, 5000) n`,
  );
  await test.sql.query('analyze audit_entry');
  const { rows } = await test.sql.query(`explain ${text}`, values);
  expect(JSON.stringify(rows)).toContain('audit_entry_user_idx');
});
