import type { PayloadCodec } from '@temporalio/common';
import type { CodecSettings } from '../deps';
import { startApi } from '../testing/api';
import type { TestApi } from '../testing/api';

/** Turns the bytes over: enough to see that they went through it, and which way. */
const reversing: PayloadCodec = {
  encode: async (payloads) => payloads.map((payload) => ({ ...payload, data: payload.data?.toReversed() })),
  decode: async (payloads) =>
    payloads.map((payload) => {
      if (payload.data?.length === 0) throw new Error('no key fits 4242424242424242');
      return { ...payload, data: payload.data?.toReversed() };
    }),
};
const origin = 'http://127.0.0.1:8233';
const otherName = 'http://localhost:8233';
const base64 = (text: string): string => Buffer.from(text).toString('base64');
const payload = { metadata: { encoding: base64('json/plain') }, data: base64('abc') };

let api: TestApi | undefined;
const start = async (codec?: CodecSettings): Promise<TestApi> => (api = await startApi({ codec }));
afterEach(() => api?.close());

const convert = (direction: string, body: unknown, headers?: Record<string, string>) =>
  api!.send('POST', `/codec/${direction}`, { key: null, idempotencyKey: null, body, headers });

it('is off unless configured', async () => {
  await start();
  expect((await convert('decode', { payloads: [] })).json.code).toBe('route_not_found');
});

it('converts payloads both ways, for the Web UI’s origin only', async () => {
  await start({ codec: reversing, origins: [origin, otherName] });
  const evil = await convert('encode', { payloads: [payload] }, { origin: 'https://evil.example' });
  expect([evil.status, evil.json.payloads]).toEqual([403, undefined]);
  const reply = await convert('encode', { payloads: [payload] }, { origin });
  expect(reply.status).toBe(200);
  expect(reply.json.payloads).toEqual([{ ...payload, data: base64('cba') }]);
  expect(reply.headers.get('access-control-allow-origin')).toBe(origin);
  expect((await convert('decode', reply.json)).json.payloads).toEqual([payload]);
});

it('answers the browser’s question beforehand', async () => {
  await start({ codec: reversing, origins: [origin, otherName] });
  const { status, headers } = await api!.send('OPTIONS', '/codec/decode', { key: null });
  expect(status).toBe(204);
  expect(headers.get('access-control-allow-origin')).toBe(origin);
  expect(headers.get('access-control-allow-headers')).toContain('x-namespace');
});

it('knows the Web UI by each of its names', async () => {
  await start({ codec: reversing, origins: [origin, otherName] });
  const reply = await convert('encode', { payloads: [payload] }, { origin: otherName });
  expect(reply.headers.get('access-control-allow-origin')).toBe(otherName);
});

it('no other route lets a browser of another origin read it', async () => {
  await start({ codec: reversing, origins: [origin, otherName] });
  const { headers } = await api!.send('GET', '/v1/channel', { headers: { origin } });
  expect(headers.has('access-control-allow-origin')).toBe(false);
});

it('wants the token where one is set', async () => {
  await start({ codec: reversing, origins: [origin], token: 'codec-token' });
  for (const authorization of ['', 'Bearer wrong-token', 'Bearer codec-tokem']) {
    expect((await convert('decode', { payloads: [] }, { authorization })).status).toBe(401);
  }
  const right = { authorization: 'Bearer codec-token' };
  expect((await convert('decode', { payloads: [payload] }, right)).status).toBe(200);
});

it.each([
  ['what is no payload', { payloads: [{ data: 7 }] }, 'validation_failed'],
  ['what is not base64', { payloads: [{ data: '%%' }] }, 'validation_failed'],
  ['what no key fits', { payloads: [{ data: '' }] }, 'malformed_request'],
])('refuses %s', async (_what, body, code) => {
  await start({ codec: reversing, origins: [origin, otherName] });
  const reply = await convert('decode', body);
  expect([reply.status, reply.json.code]).toEqual([400, code]);
  expect(reply.text).not.toContain('4242');
});
