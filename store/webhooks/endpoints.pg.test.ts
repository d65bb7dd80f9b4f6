import { ulid } from 'ulid';
import { MOST_ENDPOINTS, MOST_SECRETS } from '../../domain/webhooks';
import { InvalidCursor } from '../interfaces/reading';
import type { NewEndpoint, RegisteredEndpoint, ToldEvent } from '../interfaces/webhooks';
import { openTestStore, type TestStore } from '../testing/database';

let test: TestStore;
beforeEach(async () => {
  test = await openTestStore();
});
afterEach(() => test.close());

const actor = { kind: 'channel', id: 'shop' } as const;
const anEndpoint = (changes: Partial<NewEndpoint> = {}): NewEndpoint => ({
  id: `whe_${ulid()}`,
  channel: 'shop',
  url: 'https://shop.example/hooks',
  events: [],
  secret: 'k.c2VhbGVk',
  commandId: ulid(),
  ...changes,
});
const anotherSecret = (secret: string) => ({ secret, commandId: ulid(), overlapMs: 60_000 });
async function registered(changes: Partial<NewEndpoint> = {}) {
  const one = await test.store.webhooks.register(anEndpoint(changes), actor);
  if (one === 'too_many') throw new Error(one);
  return one.endpoint;
}
const log = async () =>
  (await test.sql.query('select actor_kind, actor_id, object_id, type, data from audit_entry order by id'))
    .rows;

describe('endpoints', () => {
  it('are kept as they are given', async () => {
    const one = await registered({ description: 'the shop', events: ['payment.funded'] });
    expect(one).toMatchObject({ enabled: true, description: 'the shop', events: ['payment.funded'] });
    expect(await test.store.webhooks.endpoint(one.id)).toEqual(one);
    expect(await test.store.webhooks.endpoint('whe_none')).toBeUndefined();
  });

  it('are as many as a channel may have, even where they come at once', async () => {
    const all = await Promise.all(
      Array.from({ length: MOST_ENDPOINTS + 5 }, () => test.store.webhooks.register(anEndpoint(), actor)),
    );
    expect(all.filter((one) => one === 'too_many')).toHaveLength(5);
    expect((await registered({ channel: 'ivr' })).channel).toBe('ivr');
    const { items } = await test.store.webhooks.endpoints('shop', { limit: 50 });
    expect(items).toHaveLength(MOST_ENDPOINTS);
    await test.store.webhooks.remove(items[0]!.id, actor);
    await registered();
  });

  it('are made once for each command, and say their secret again as long as they are there', async () => {
    const asked = { commandId: 'c1', url: 'https://shop.example/once' };
    const first = await test.store.webhooks.register(anEndpoint(asked), actor);
    const again = () => test.store.webhooks.register(anEndpoint({ ...asked, secret: 'k.YW5vdGhlcg' }), actor);
    expect(await again()).toEqual(first);
    expect((await log()).map(({ type }) => type)).toEqual(['registered']);
    await test.store.webhooks.remove((first as RegisteredEndpoint).endpoint.id, actor);
    expect(await again()).not.toEqual(first);
  });

  it('are listed by pages, of one channel or of all', async () => {
    const ids = [];
    for (let i = 0; i < 3; i++) ids.unshift((await registered()).id);
    const other = await registered({ channel: 'ivr' });
    const first = await test.store.webhooks.endpoints('shop', { limit: 2 });
    const rest = await test.store.webhooks.endpoints('shop', { limit: 2, cursor: first.cursor });
    expect([...first.items, ...rest.items].map(({ id }) => id)).toEqual(ids);
    expect(rest.cursor).toBeUndefined();
    const all = await test.store.webhooks.endpoints(undefined, { limit: 9 });
    expect(all.items.map(({ id }) => id)).toEqual([other.id, ...ids]);
    await expect(test.store.webhooks.endpoints('shop', { limit: 2, cursor: 'x' })).rejects.toThrow(
      InvalidCursor,
    );
  });

  it('change in what is named, and the log says from what to what', async () => {
    const { id } = await registered({ description: 'old' });
    const changes = {
      description: null,
      events: ['payment.funded' as const],
      url: 'https://shop.example/hooks',
    };
    const changed = await test.store.webhooks.change(id, changes, actor);
    expect(changed).toMatchObject({ events: ['payment.funded'], url: 'https://shop.example/hooks' });
    expect(changed).not.toHaveProperty('description');
    await test.store.webhooks.change(id, { events: ['payment.funded'] }, actor);
    expect((await log()).slice(1)).toEqual([
      {
        ...{ actor_kind: 'channel', actor_id: 'shop', object_id: id, type: 'changed' },
        data: {
          before: { description: 'old', events: [] },
          after: { description: null, events: ['payment.funded'] },
        },
      },
    ]);
    expect(await test.store.webhooks.change('whe_none', { enabled: false }, actor)).toBeUndefined();
  });

  it('are gone when removed, and their secrets with them', async () => {
    const { id } = await registered();
    expect(await test.store.webhooks.remove(id, actor)).toBe(true);
    expect(await test.store.webhooks.remove(id, actor)).toBe(false);
    expect(await test.store.webhooks.endpoint(id)).toBeUndefined();
    expect(await test.store.webhooks.rotate(id, anotherSecret('k.bmV3'), actor)).toBeUndefined();
    const { rows } = await test.sql.query('select secret, old_secrets, enabled from webhook_endpoint');
    expect(rows).toEqual([{ secret: null, old_secrets: [], enabled: false }]);
  });

  it('have their secrets sealed anew where that is due, and only there', async () => {
    const [old, current] = [await registered({ secret: 'old.1' }), await registered({ secret: 'new.2' })];
    await test.store.webhooks.rotate(current.id, anotherSecret('new.3'), actor);
    await test.store.webhooks.rotate(old.id, anotherSecret('old.6'), actor);
    await test.store.webhooks.remove((await registered({ secret: 'old.4' })).id, actor);
    const anew = (sealed: string, id: string) => (sealed.startsWith('old') ? `new.5 ${id}` : undefined);
    expect(await test.store.webhooks.reseal(anew)).toBe(1);
    expect(await test.store.webhooks.reseal(anew)).toBe(0);
    const { rows } = await test.sql.query(
      `select id, secret, old_secrets->0->>'secret' as old from webhook_endpoint
       where secret is not null order by id`,
    );
    expect(rows).toEqual([
      { id: old.id, secret: `new.5 ${old.id}`, old: `new.5 ${old.id}` },
      { id: current.id, secret: 'new.3', old: 'new.2' },
    ]);
  });

  it('never have their secrets in the log, and none that is not sealed', async () => {
    const { id } = await registered();
    await test.store.webhooks.rotate(id, anotherSecret('k.bmV3'), actor);
    await test.store.webhooks.remove(id, actor);
    expect((await log()).map(({ type }) => type)).toEqual(['registered', 'secret_rotated', 'removed']);
    expect(JSON.stringify(await log())).not.toMatch(/c2VhbGVk|bmV3/);
    await expect(registered({ secret: 'whsec_c2VhbGVk' })).rejects.toThrow('webhook_endpoint_secret_check');
    const old = `[{"secret": "whsec_c2VhbGVk", "until": "2026-01-31T10:00:00Z"}]`;
    await registered();
    const kept = test.sql.query('update webhook_endpoint set old_secrets = $1 where deleted_at is null', [
      old,
    ]);
    await expect(kept).rejects.toThrow('webhook_endpoint_old_secrets_check');
  });
});

describe('a delivery', () => {
  const event = (id: string): ToldEvent => ({
    type: 'endpoint.test',
    object: { kind: 'endpoint', id },
    sequence: 1,
    body: '{"type":"endpoint.test"}',
  });
  const at = '2026-01-31T10:00:00.000Z';

  async function tested(changes: Partial<NewEndpoint> = {}) {
    const { id: endpointId } = await registered(changes);
    const id = await test.store.webhooks.test(endpointId, event(endpointId), actor);
    return { endpointId, id: id! };
  }

  it('of a test is made, and is there to be sent', async () => {
    const { endpointId, id } = await tested();
    const sent = await test.store.webhooks.toSend(id);
    expect(sent).toEqual({
      endpointId,
      url: 'https://shop.example/hooks',
      eventId: expect.stringMatching(/^evt_[0-9A-Z]{26}$/),
      body: event(endpointId).body,
      secrets: ['k.c2VhbGVk'],
    });
    expect(await test.store.webhooks.delivery(id)).toMatchObject({
      ...{ id, endpointId, eventId: sent!.eventId, channel: 'shop', type: 'endpoint.test' },
      ...{ state: 'pending', attempts: 0, body: sent!.body, log: [] },
    });
    expect(await test.store.webhooks.test('whe_none', event('whe_none'), actor)).toBeUndefined();
  });

  it('is signed with both secrets during a rotation, and with the new one after it', async () => {
    const { endpointId, id } = await tested();
    const { rotate, toSend, endpoint } = test.store.webhooks;
    const rotated = await rotate(endpointId, anotherSecret('k.bmV3'), actor);
    expect((await toSend(id))!.secrets).toEqual(['k.bmV3', 'k.c2VhbGVk']);
    expect(rotated).toEqual({
      secret: 'k.bmV3',
      oldSecretUntil: (await endpoint(endpointId))!.oldSecretUntil,
    });
    await test.sql.query(
      `update webhook_endpoint set old_secrets = jsonb_set(old_secrets, '{0,until}', '"2026-01-31T10:00:00Z"')`,
    );
    expect((await toSend(id))!.secrets).toEqual(['k.bmV3']);
    await rotate(endpointId, anotherSecret('k.bmV3ZXI'), actor);
    expect((await toSend(id))!.secrets).toEqual(['k.bmV3ZXI', 'k.bmV3']);
  });

  it('is signed with every secret whose time is not over, of as many as may be', async () => {
    const { endpointId, id } = await tested();
    const { rotate, toSend } = test.store.webhooks;
    const secrets = ['k.c2VhbGVk'];
    while (secrets.length < MOST_SECRETS) {
      secrets.unshift(`k.${secrets.length}`);
      expect(await rotate(endpointId, anotherSecret(secrets[0]!), actor)).toMatchObject({
        secret: secrets[0],
      });
    }
    expect((await toSend(id))!.secrets).toEqual(secrets);
    expect(await rotate(endpointId, anotherSecret('k.more'), actor)).toBe('too_many');
    expect((await toSend(id))!.secrets).toEqual(secrets);
  });

  it('has one secret by one command, however often it comes', async () => {
    const { endpointId, id } = await tested();
    const { rotate, toSend } = test.store.webhooks;
    const first = { ...anotherSecret('k.one'), commandId: 'first' };
    const made = await rotate(endpointId, first, actor);
    expect(await rotate(endpointId, { ...first, secret: 'k.never-seen' }, actor)).toEqual(made);
    await rotate(endpointId, anotherSecret('k.two'), actor);
    expect(await rotate(endpointId, { ...first, secret: 'k.never-seen' }, actor)).toEqual(made);
    expect((await toSend(id))!.secrets).toEqual(['k.two', 'k.one', 'k.c2VhbGVk']);
    expect((await log()).filter(({ type }) => type === 'secret_rotated')).toHaveLength(2);
  });

  it('keeps each try, and how it came out', async () => {
    const { endpointId, id } = await tested();
    const { attempted, delivery, deliveries } = test.store.webhooks;
    await attempted(id, { at, error: 'timeout', durationMs: 15_000 }, { state: 'pending', nextInMs: 5000 });
    const waiting = await delivery(id);
    expect(waiting).toMatchObject({ state: 'pending', attempts: 1, nextAttemptAt: expect.any(String) });
    await attempted(id, { at, status: 204, durationMs: 12, response: 'ok' }, { state: 'delivered' });
    const done = await delivery(id);
    expect(done).toMatchObject({ state: 'delivered', attempts: 2, settledAt: expect.any(String) });
    expect(done).not.toHaveProperty('nextAttemptAt');
    expect(done!.log).toEqual([
      { number: 1, at, error: 'timeout', durationMs: 15_000 },
      { number: 2, at, status: 204, durationMs: 12, response: 'ok' },
    ]);
    expect((await deliveries(endpointId, { state: 'delivered' }, { limit: 5 })).items).toHaveLength(1);
    expect((await deliveries(endpointId, { state: 'failed' }, { limit: 5 })).items).toEqual([]);
    await test.store.webhooks.askAgain(id, actor);
    expect(await delivery(id)).toMatchObject({ state: 'pending', attempts: 2 });
  });

  it('that a receiver has no use for turns its endpoint off, once, and the log says why', async () => {
    const { endpointId, id } = await tested();
    const gone = { state: 'failed', disables: true } as const;
    await test.store.webhooks.attempted(id, { at, status: 410, durationMs: 1 }, gone);
    expect(await test.store.webhooks.endpoint(endpointId)).toMatchObject({
      enabled: false,
      disabledReason: 'gone',
    });
    expect(await test.store.webhooks.toSend(id)).toBeUndefined();
    await test.store.webhooks.attempted(id, { at, status: 410, durationMs: 1 }, gone);
    expect((await log()).slice(2)).toEqual([
      {
        ...{ actor_kind: 'system', actor_id: 'webhooks', object_id: endpointId, type: 'disabled' },
        data: { reason: 'gone', deliveryId: id },
      },
    ]);
    const on = await test.store.webhooks.change(endpointId, { enabled: true }, actor);
    expect(on).toMatchObject({ enabled: true });
    expect(on).not.toHaveProperty('disabledReason');
  });

  it('of an endpoint that is off can’t be sent, and is given up', async () => {
    const { endpointId, id } = await tested();
    await test.store.webhooks.change(endpointId, { enabled: false }, actor);
    expect(await test.store.webhooks.toSend(id)).toBeUndefined();
    await test.store.webhooks.giveUp(id);
    expect(await test.store.webhooks.delivery(id)).toMatchObject({ state: 'failed', attempts: 0 });
  });

  it('of an endpoint that was removed is not shown', async () => {
    const { endpointId, id } = await tested();
    await test.store.webhooks.remove(endpointId, actor);
    expect(await test.store.webhooks.delivery(id)).toBeUndefined();
  });
});
