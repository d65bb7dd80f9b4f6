import { LiveFeed } from '../live/live-feed';
import { StoreUnavailable } from '../../store/interfaces/failures';
import { ALL, HOSTED, startApi } from '../testing/api';
import type { TestApi } from '../testing/api';
import { Listening } from '../testing/listening';

let api: TestApi;
const heard: Listening[] = [];
beforeEach(async () => void (api = await startApi()));
afterEach(async () => {
  for (const listening of heard.splice(0)) listening.leave();
  await api.close();
});

async function listen(key = ALL, headers: Record<string, string> = {}): Promise<Listening> {
  const listening = await Listening.to(api.url, { authorization: `Bearer ${key}`, ...headers });
  heard.push(listening);
  return listening;
}
const goOn = ({ place }: Listening): Promise<Listening> => listen(ALL, { 'last-event-id': place });
const change = (id: string, channel?: string, kind = 'payment', at?: number) =>
  api.store.audit.add({ object: { kind, id }, type: 'changed', channel }, at);
const ids = ({ events }: Listening): unknown[] => events.map(({ data }) => data.id);

/** Another API over the same log. */
async function restart(options: Partial<ConstructorParameters<typeof LiveFeed>[0]> = {}): Promise<void> {
  const { audit } = api.store;
  await api.close();
  const now = (): Date => new Date();
  const log = { warn: () => undefined } as never;
  api = await startApi({ live: new LiveFeed({ audit, log, now, everyMs: 5, ...options }) });
  Object.assign(api.store, { audit });
}

it('ONE-7 tells who listens what happens to a payment', async () => {
  const listening = await listen();
  const { json } = await api.send('POST', '/v1/payments', { body: HOSTED });
  await listening.until(() => listening.events.length > 0);
  expect(listening.events[0]).toEqual({
    id: '1',
    event: 'change',
    data: { object: 'payment', id: json.id, type: 'page_opened', version: 2 },
  });
});

it('tells nothing of before, each change once, and of what a console shows only', async () => {
  change('before');
  const listening = await listen();
  for (const kind of ['user', 'payment', 'refund', 'channel', 'line', 'settings']) change(kind, 'x', kind);
  await listening.until(() => ids(listening).includes('settings'));
  change('last');
  await listening.until(() => ids(listening).includes('last'));
  expect(ids(listening)).toEqual(['payment', 'refund', 'line', 'settings', 'last']);
});

it('tells a channel of its own only', async () => {
  const shop = await listen(api.keyWith(['payments:read'], 'shop'));
  const reader = await listen(api.keyWith(['payments:read', 'operations:read'], 'reader'));
  change('others', 'ivr');
  change('a line', undefined, 'line');
  change('own', 'shop');
  change('own refund', 'shop', 'refund');
  await Promise.all([shop, reader].map((one) => one.until(() => ids(one).includes('own refund'))));
  expect(ids(shop)).toEqual(['own', 'own refund']);
  expect(ids(reader)).toEqual(['others', 'a line', 'own', 'own refund']);
});

it('tells what commits late', async () => {
  const listening = await listen();
  const late = api.store.audit.draw();
  change('first');
  await listening.until(() => listening.events.length === 1);
  change('late', undefined, 'payment', late);
  await listening.until(() => listening.events.length === 2);
  expect(ids(listening)).toEqual(['first', 'late']);
});

it('goes on where a connection was lost, while others listen', async () => {
  const stays = await listen();
  const leaves = await listen();
  const late = api.store.audit.draw();
  change('heard');
  await Promise.all([stays, leaves].map((one) => one.until(() => one.events.length === 1)));
  leaves.leave();
  change('missed');
  change('late', undefined, 'payment', late);
  await stays.until(() => stays.events.length === 3);
  const back = await goOn(leaves);
  change('new');
  await back.until(() => ids(back).includes('new'));
  expect(ids(back).sort()).toEqual(['late', 'missed', 'new']);
});

it('goes on after a restart: nothing is missed, and each is told once to a connection', async () => {
  const listening = await listen();
  const late = api.store.audit.draw();
  change('heard');
  await listening.until(() => listening.events.length === 1);
  change('late', undefined, 'payment', late);
  change('missed');
  await restart();
  const back = await goOn(listening);
  change('new');
  await back.until(() => ids(back).includes('new'));
  expect(ids(back)).toEqual(['late', 'missed', 'new']);
});

it('says that all must be fetched anew where too much was missed', async () => {
  const listening = await listen();
  change('heard');
  await listening.until(() => listening.events.length === 1);
  listening.leave();
  await restart();
  for (let i = 0; i < 1001; i++) change(`missed ${i}`);
  const back = await goOn(listening);
  await back.until(() => back.events.length > 0);
  expect(back.events).toEqual([{ id: '1002', event: 'resync', data: {} }]);
});

it.each(['x', '-1', '1e3', '9'.repeat(30), '999999'])(
  'begins now for a place that is none: %s',
  async (place) => {
    change('before');
    const listening = await listen(ALL, { 'last-event-id': place });
    change('after');
    await listening.until(() => listening.events.length > 0);
    expect(ids(listening)).toEqual(['after']);
  },
);

it('reads the log only while somebody listens', async () => {
  const { audit } = api.store;
  const listening = await listen();
  const begun = audit.reads;
  while (audit.reads < begun + 3) await new Promise(setImmediate);
  listening.leave();
  while (api.live.size > 0) await new Promise(setImmediate);
  const reads = audit.reads;
  await new Promise((resolve) => setTimeout(resolve, 50));
  // One may have been under way.
  expect(audit.reads).toBeLessThanOrEqual(reads + 1);
});

it('goes on when the store was away for a while', async () => {
  const listening = await listen();
  api.store.fails = new StoreUnavailable('away');
  await new Promise((resolve) => setTimeout(resolve, 30));
  change('meanwhile');
  api.store.fails = undefined;
  await listening.until(() => listening.events.length > 0);
  expect(ids(listening)).toEqual(['meanwhile']);
});

it('has a bounded number of listeners, in all and of one', async () => {
  await restart({ mostListeners: 3, mostOfOne: 2 });
  const other = api.keyWith(['payments:read']);
  const first = await listen();
  await listen();
  await expect(listen()).rejects.toThrow('stream_full');
  await listen(other);
  await expect(listen(other)).rejects.toThrow('stream_full');
  first.leave();
  while (api.live.size > 2) await new Promise(setImmediate);
  await listen(other);
});

it('ends when the process is asked to stop', async () => {
  const listening = await listen();
  api.live.close();
  await listening.until(() => false);
  expect(listening.ended).toBe(true);
});

it('beats while nothing happens, and ends for those who may listen no more', async () => {
  await restart({ heartbeatMs: 10 });
  const person = await api.person('operator');
  const channel = await listen();
  const listening = await Listening.to(api.url, person.headers);
  await Promise.all([channel, listening].map((one) => one.until(() => one.text.includes(': still here'))));
  await api.send('DELETE', '/v1/session', { as: person });
  await listening.until(() => false);
  expect([listening.ended, channel.ended]).toEqual([true, false]);
});

it('ends without waiting for a heartbeat where somebody hears who may listen no more', async () => {
  await restart({ admittedForMs: 10, heartbeatMs: 3_600_000 });
  const person = await api.person('operator');
  const channel = await listen();
  const listening = await Listening.to(api.url, person.headers);
  await api.send('DELETE', '/v1/session', { as: person });
  change('heard');
  await listening.until(() => false);
  expect([listening.ended, channel.ended]).toEqual([true, false]);
});

it.each([
  ['loses', ['payments:read', 'operations:read'], ['payments:read']],
  ['is given', ['payments:read'], ['payments:read', 'operations:read']],
] as const)('ends for a channel that %s the sight of all payments', async (_what, before, after) => {
  await api.close();
  let time = Date.now();
  const now = (): Date => new Date(time);
  api = await startApi({ now });
  const live = new LiveFeed({
    ...{ audit: api.store.audit, log: { warn: () => undefined } as never, now },
    ...{ everyMs: 5, heartbeatMs: 10 },
  });
  Object.assign(api.live, { listen: live.listen.bind(live), close: live.close.bind(live) });
  const listening = await listen(api.keyWith(before, 'shop'));
  const [hash] = [...api.store.granted].find(([, { id }]) => id === 'shop')!;
  api.store.grant(hash, 'shop', [...after]);
  time += 60_000;
  await listening.until(() => false);
  expect(listening.ended).toBe(true);
});

it('keeps no session from being idle', async () => {
  let time = Date.parse('2026-01-31T10:00:00Z');
  await api.close();
  const now = (): Date => new Date(time);
  api = await startApi({ now });
  const live = new LiveFeed({
    ...{ audit: api.store.audit, log: { warn: () => undefined } as never, now },
    ...{ everyMs: 5, heartbeatMs: 10 },
  });
  Object.assign(api.live, { listen: live.listen.bind(live), close: live.close.bind(live) });
  const person = await api.person('operator');
  const listening = await Listening.to(api.url, person.headers);
  for (let minute = 0; minute < 31 && !listening.ended; minute++) {
    time += 60_000;
    const beats = listening.text.split('still here').length;
    await listening.until(() => listening.text.split('still here').length > beats);
  }
  await listening.until(() => false);
  expect(listening.ended).toBe(true);
});

it('lets a listener go who reads too slowly', async () => {
  const feed = new LiveFeed({
    audit: api.store.audit,
    log: { warn: () => undefined } as never,
    now: () => new Date(),
    everyMs: 5,
  });
  const slow = await feed.listen({ who: 'slow', sees: () => true, mayListen: async () => true });
  for (let i = 0; i < 1100; i++) change(`${i}`);
  while (feed.size > 0) await new Promise(setImmediate);
  let text = '';
  for await (const blocks of slow) text += blocks;
  expect(text.match(/event: change/g)!.length).toBeLessThan(1001);
  feed.close();
});

it('answers HEAD without listening', async () => {
  const reply = await api.send('HEAD', '/v1/stream');
  expect(reply.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
  expect(api.live.size).toBe(0);
});
