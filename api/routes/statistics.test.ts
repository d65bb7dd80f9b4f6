import { startApi } from '../testing/api';
import type { TestApi } from '../testing/api';

const NOW = '2026-03-10T12:00:00.000Z';

let api: TestApi;
beforeEach(async () => void (api = await startApi({ now: () => new Date(NOW) })));
afterEach(() => api.close());

const get = (query = '', key?: string) => api.send('GET', `/v1/statistics?${query}`, { key });
const span = async (query: string): Promise<unknown[]> => {
  const { json } = await get(query);
  return [json.from, json.to, json.bucket];
};

it('gives the figures of the last day unless told', async () => {
  const { status, json } = await get();
  expect([status, json]).toEqual([
    200,
    {
      from: '2026-03-09T12:00:00.000Z',
      to: NOW,
      bucket: 'hour',
      totals: { byStatus: [{ status: 'declined', count: 1, amounts: [{ value: 1050, currency: 'EUR' }] }] },
      series: [{ at: '2026-03-10T10:00:00.000Z', status: 'declined', count: 1 }],
      declines: [{ code: 'insufficient_funds', count: 1 }],
      refunds: { pending: 2, attention: 1 },
      attention: 3,
    },
  ]);
});

it('takes a span, and buckets that fit it', async () => {
  expect(await span('from=2026-03-08T12:00:00Z')).toEqual(['2026-03-08T12:00:00.000Z', NOW, 'hour']);
  expect(await span('from=2026-03-01T00:00:00Z')).toEqual(['2026-03-01T00:00:00.000Z', NOW, 'day']);
  expect(await span('to=2026-01-02T00:00:00%2B01:00')).toEqual([
    '2025-12-31T23:00:00.000Z',
    '2026-01-01T23:00:00.000Z',
    'hour',
  ]);
  expect(await span('from=2026-03-03T12:00:00Z&bucket=hour')).toEqual([
    '2026-03-03T12:00:00.000Z',
    NOW,
    'hour',
  ]);
});

it.each([
  ['from=2026-03-10T12:00:00Z', 'to', 'out_of_range'],
  ['from=2025-12-01T00:00:00Z', 'to', 'out_of_range'],
  ['from=2026-03-03T11:59:59Z&bucket=hour', 'to', 'out_of_range'],
  ['to=1970-01-01T00:00:00Z&from=x', 'from', 'bad_format'],
  ['bucket=minute', 'bucket', 'not_allowed_value'],
])('refuses %s', async (query, path, code) => {
  const reply = await get(query);
  expect(reply.status).toBe(400);
  expect(reply.json.errors).toEqual([expect.objectContaining({ path, code })]);
});

it('are of all payments for people, and of its own for a channel', async () => {
  await get('', api.keyWith(['payments:read'], 'shop'));
  await get('', api.keyWith(['payments:read', 'operations:read'], 'reader'));
  await api.send('GET', '/v1/statistics', { as: await api.person('operator') });
  expect(api.store.statisticsAsked.map(({ channel }) => channel)).toEqual(['shop', undefined, undefined]);
});
