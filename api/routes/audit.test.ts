import { request } from 'node:http';
import { startApi } from '../testing/api';
import type { TestApi } from '../testing/api';
import type { Reply } from '../testing/reply';

let api: TestApi;
beforeEach(async () => void (api = await startApi()));
afterEach(() => api.close());

const add = (id: string, changes: object = {}) =>
  api.store.audit.add({ object: { kind: 'payment', id }, type: 'received', ...changes });
const get = (query: string) => api.send('GET', `/v1/audit?${query}`);
const exported = (query: string) => api.send('GET', `/v1/audit/export?${query}`);
const objects = ({ json }: Reply): string[] =>
  (json.items as { object: { id: string } }[]).map(({ object }) => object.id);
/** As `api.person` names people. */
const nameOf = ({ username }: { username: string }): string => username.replace('-', ' ');
const lines = ({ text }: Reply): Record<string, unknown>[] =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);

describe('SWI-7 the audit log', () => {
  it('is listed newest first, each entry once, over all pages', async () => {
    for (let index = 0; index < 7; index++) add(`p${index}`);
    const seen: string[] = [];
    for (let cursor = '', first = true; first || cursor !== ''; first = false) {
      const page = await get(`limit=3${cursor && `&cursor=${cursor}`}`);
      seen.push(...objects(page));
      cursor = (page.json.cursor as string | undefined) ?? '';
    }
    expect(seen).toEqual(['p6', 'p5', 'p4', 'p3', 'p2', 'p1', 'p0']);
  });

  it('shows outcome, user and authoriser, people by their names', async () => {
    const operator = await api.person('operator');
    const manager = await api.person('manager');
    add('r1', {
      object: { kind: 'refund', id: 'r1' },
      outcome: { status: 'declined', code: 'do_not_honour' },
      user: { kind: 'user', id: operator.id },
      authorisedBy: { kind: 'user', id: manager.id },
    });
    const { json } = await get('objectKind=refund');
    expect(json.items).toEqual([
      expect.objectContaining({
        actor: { kind: 'system', id: 'workflow' },
        outcome: { status: 'declined', code: 'do_not_honour' },
        user: { kind: 'user', id: operator.id, name: nameOf(operator) },
        authorisedBy: { kind: 'user', id: manager.id, name: nameOf(manager) },
      }),
    ]);
  });

  it('is filtered by actor, object, type and time', async () => {
    add('a', { actor: { kind: 'user', id: 'usr_1' }, at: '2026-01-01T00:00:00.000Z' });
    add('b', { type: 'funding_declined', at: '2026-01-02T00:00:00.000Z' });
    add('c', { object: { kind: 'refund', id: 'c' }, at: '2026-01-03T00:00:00.000Z' });
    expect(objects(await get('actorKind=user'))).toEqual(['a']);
    expect(objects(await get('actorId=usr_1'))).toEqual(['a']);
    expect(objects(await get('objectKind=payment'))).toEqual(['b', 'a']);
    expect(objects(await get('objectKind=payment&objectId=b'))).toEqual(['b']);
    expect(objects(await get('type=funding_declined'))).toEqual(['b']);
    expect(objects(await get('from=2026-01-02T00:00:00Z&to=2026-01-03T00:00:00Z'))).toEqual(['b']);
  });

  it.each([
    ['actorKind=robot', 'actorKind', 'not_allowed_value'],
    ['from=yesterday', 'from', 'bad_format'],
    ['limit=0', 'limit', 'out_of_range'],
    ['objectId=%00', 'objectId', 'control_characters'],
    ['colour=red', 'colour', 'unknown_field'],
  ])('refuses %s', async (query, path, code) => {
    const reply = await get(query);
    expect(reply.json.errors).toEqual([expect.objectContaining({ path, code })]);
    expect((await get('cursor=made-up')).json.code).toBe('invalid_cursor');
  });

  it('is exported whole, oldest first, and says so itself', async () => {
    for (let index = 0; index < 1203; index++) add(`p${index}`);
    const person = await api.person('administrator');
    const reply = await api.send('GET', '/v1/audit/export?format=ndjson', { as: person });
    expect(reply.headers.get('content-disposition')).toMatch(
      /^attachment; filename="audit-\d{4}-\d\d-\d\d\.ndjson"$/,
    );
    expect(lines(reply).map(({ id }) => id)).toEqual(Array.from({ length: 1204 }, (_, i) => String(i + 1)));
    expect(lines(reply).at(-1)).toMatchObject({
      actor: { kind: 'user', id: person.id },
      object: { kind: 'audit', id: 'log' },
      type: 'exported',
      data: { format: 'ndjson', filter: {} },
    });
  });

  it('is exported with the newest seal, as it is asked for later', async () => {
    expect((await exported('format=csv')).headers.get('audit-seal')).toBeNull();
    api.store.audit.seal = { number: 1042, hash: 'ab'.repeat(32) };
    const seal = (await exported('format=csv')).headers.get('audit-seal');
    expect(seal).toBe(`1042:${'ab'.repeat(32)}`);
    const verified = await api.send('GET', `/v1/audit/verification?expectedSeal=${seal}`);
    expect(verified.json).toMatchObject({ intact: true, lastSeal: { number: 1042 }, expectedSeal: 'found' });
    const other = await api.send('GET', `/v1/audit/verification?expectedSeal=1042:${'cd'.repeat(32)}`);
    expect(other.json).toMatchObject({ intact: false, expectedSeal: 'differs' });
  });

  it.each(['1042', '0:' + 'ab'.repeat(32), '1042:' + 'AB'.repeat(32), '1042:ab'])(
    'is not asked for the seal %s',
    async (seal) => {
      const { json } = await api.send('GET', `/v1/audit/verification?expectedSeal=${seal}`);
      expect(json.errors).toEqual([expect.objectContaining({ path: 'expectedSeal', code: 'bad_format' })]);
    },
  );

  it('is exported as CSV that no spreadsheet takes for formulas', async () => {
    const operator = await api.person('operator');
    add('=1+1', { user: { kind: 'user', id: operator.id }, data: { note: 'said "no"\nand left' } });
    add('@cmd');
    const { text, headers } = await exported('objectKind=payment');
    expect(headers.get('content-type')).toBe('text/csv; charset=utf-8');
    const [head, first, second] = text.split('\r\n');
    // `text()` has taken the byte order mark away.
    expect(head).toMatch(/^id,at,actor_kind,actor_id,.*,sealed,data$/);
    expect(first).toContain(",'=1+1,");
    expect(first).toContain(`,user,${operator.id},${nameOf(operator)},`);
    expect(first).toContain(String.raw`,"{""note"":""said \""no\""\nand left""}"`);
    expect(second).toContain(",'@cmd,");
  });

  it('is exported as it was when it was asked for', async () => {
    add('before');
    const reply = await exported('format=ndjson&objectKind=payment');
    add('after');
    expect(lines(reply).map(({ object }) => (object as { id: string }).id)).toEqual(['before']);
  });

  it('is read no further once nobody takes it any more', async () => {
    for (let index = 0; index < 6_000; index++) add(`p${index}`, { data: { filler: 'x'.repeat(5_000) } });
    await new Promise<void>((resolve, reject) => {
      const headers = { authorization: 'Bearer key-with-every-scope' };
      const sent = request(`${api.url}/v1/audit/export?format=ndjson`, { headers }, (response) => {
        response.once('data', () => {
          response.destroy();
          resolve();
        });
      });
      sent.once('error', reject).end();
    });
    while (!api.logged().includes('"status":"aborted"')) await new Promise(setImmediate);
    const { slices } = api.store.audit;
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(slices).toBeLessThan(12);
    expect(api.store.audit.slices - slices).toBeLessThanOrEqual(1);
  });

  it('breaks off where the store goes away, so that nobody takes the part for the whole', async () => {
    for (let index = 0; index < 1000; index++) add(`p${index}`);
    const { audit } = api.store;
    const slice = audit.slice.bind(audit);
    audit.slice = (filter, range, limit) => {
      if (range.after !== '0') throw new Error('gone');
      return slice(filter, range, limit);
    };
    await expect(exported('format=ndjson')).rejects.toThrow();
  });

  it('is not exported by those who may only read it', async () => {
    const reply = await api.send('GET', '/v1/audit/export', { as: await api.person('manager') });
    expect(reply.json.code).toBe('scope_missing');
    const granted = await api.person('manager', ['audit:export']);
    expect((await api.send('GET', '/v1/audit/export', { as: granted })).status).toBe(200);
    expect((await api.send('GET', '/v1/audit', { as: await api.person('operator') })).status).toBe(403);
  });
});
