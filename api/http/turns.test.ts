import { createHash } from 'node:crypto';
import { SCOPES } from '../../domain/scopes';
import type { Store } from '../../store/interfaces/store';
import { ALL, startApi } from '../testing/api';
import type { TestApi } from '../testing/api';
import type { Reply } from '../testing/reply';
import { FakeStore } from '../testing/fake-store';
import { Turns } from './turns';

const never = (): Promise<never> => new Promise(() => undefined);

it('takes so many at once, lets so many wait, and refuses the others', async () => {
  const turns = new Turns({ atOnce: 1, waiting: 1 });
  let end = (): void => undefined;
  const first = turns.take(() => new Promise<string>((resolve) => (end = () => resolve('first'))));
  const second = turns.take(async () => 'second');
  await expect(turns.take(never)).rejects.toMatchObject({ code: 'rate_limited' });
  end();
  expect(await Promise.all([first, second])).toEqual(['first', 'second']);
});

it('goes on after what fails', async () => {
  const turns = new Turns({ atOnce: 1, waiting: 0 });
  await expect(turns.take(() => Promise.reject(new Error('away')))).rejects.toThrow('away');
  expect(await turns.take(async () => 'next')).toBe('next');
});

describe('what reads much of the store', () => {
  let api: TestApi;
  afterEach(() => api.close());

  /** An API whose store answers such questions once `letGo` is called. */
  async function slowApi(): Promise<{ letGo: () => void; asked: () => number }> {
    const fake = new FakeStore();
    fake.grant(createHash('sha256').update(ALL).digest('hex'), 'demo', [...SCOPES]);
    const store = fake.asStore();
    let [asked, letGo] = [0, (): void => undefined];
    const held = new Promise<void>((resolve) => (letGo = resolve));
    const slowly =
      <A extends unknown[], T>(read: (...given: A) => Promise<T>) =>
      async (...given: A): Promise<T> => {
        asked++;
        await held;
        return read(...given);
      };
    const audit: Store['audit'] = {
      ...store.audit,
      list: slowly(store.audit.list),
      verify: slowly(store.audit.verify),
    };
    const ledger = { check: slowly(store.ledger.check) };
    const statistics = { ...store.statistics, payments: slowly(store.statistics.payments) };
    api = await startApi({ store: { ...store, audit, ledger, statistics } });
    return { letGo, asked: () => asked };
  }

  it.each([
    '/v1/statistics',
    '/v1/audit/verification',
    '/v1/ledger/check',
    '/v1/audit?type=created',
    '/v1/audit?objectKind=payment&to=2026-01-01T00:00:00Z',
  ])('%s goes on twice at a time', async (path) => {
    const { letGo, asked } = await slowApi();
    const refused: Reply[] = [];
    const sent = Array.from({ length: 20 }, async () => {
      const reply = await api.send('GET', path);
      if (reply.status !== 200) refused.push(reply);
    });
    while (refused.length < 2) await new Promise(setImmediate);
    expect(asked()).toBe(2);
    letGo();
    await Promise.all(sent);
    const told = refused.map(({ json, headers }) => [json.code, headers.get('retry-after')]);
    expect(told).toEqual([
      ['rate_limited', '5'],
      ['rate_limited', '5'],
    ]);
    expect(asked()).toBe(18);
  });

  it.each([
    '/v1/audit',
    '/v1/audit?objectKind=payment&objectId=p1',
    '/v1/audit?actorKind=user&actorId=usr_1',
  ])('%s, to which an index leads, does not wait', async (path) => {
    const { letGo, asked } = await slowApi();
    const all = Array.from({ length: 20 }, () => api.send('GET', path));
    while (asked() < 20) await new Promise(setImmediate);
    letGo();
    expect((await Promise.all(all)).map(({ status }) => status)).toEqual(Array(20).fill(200));
  });
});
