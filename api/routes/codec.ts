import { timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { PayloadCodec } from '@temporalio/common';
import { z } from 'zod';
import type { ApiDeps, CodecSettings } from '../deps';
import { Problem } from '../http/problems';
import { publicRoute } from '../http/route';

type Payload = Awaited<ReturnType<PayloadCodec['encode']>>[number];

const base64 = z.string().regex(/^[A-Za-z0-9+/_-]*={0,2}$/, 'Expected base64.');

/** Payloads as protobuf's JSON has them: every byte string in base64. */
const payloadsSchema = z.strictObject({
  payloads: z
    .array(z.object({ metadata: z.record(z.string(), base64).optional(), data: base64.optional() }))
    .max(10_000),
});

const enabled = (deps: ApiDeps): boolean => deps.codec !== undefined;
/** The Web UI sends whole histories at once. */
const bodyLimit = 8 * 1024 * 1024;

export const preflight = publicRoute({
  method: 'options',
  path: '/codec/:direction',
  permission: 'public',
  operationId: 'codecPreflight',
  tag: 'Codec',
  summary: 'What the Web UI’s browser may send',
  responses: { 204: { description: 'The origin, methods and headers allowed' } },
  hidden: true,
  enabled,
  handle: ({ deps, request }) =>
    Promise.resolve({
      status: 204,
      headers: {
        ...allowOrigin(deps.codec!, request.headers),
        'Access-Control-Allow-Methods': 'POST',
        'Access-Control-Allow-Headers': 'authorization, content-type, x-namespace',
        'Access-Control-Max-Age': '600',
      },
    }),
});

/** The Temporal Web UI's remote codec protocol: payloads in, the same payloads encrypted or decrypted out. */
export const codec = publicRoute({
  method: 'post',
  path: '/codec/:direction',
  permission: 'public',
  operationId: 'convertPayloads',
  tag: 'Codec',
  summary: 'Encrypt or decrypt workflow payloads for the Temporal Web UI',
  request: { params: z.strictObject({ direction: z.enum(['encode', 'decode']) }), body: payloadsSchema },
  responses: { 200: { description: 'The payloads, converted' } },
  hidden: true,
  bodyLimit,
  enabled,
  async handle({ deps, request, params, body }) {
    const settings = deps.codec!;
    checkOrigin(settings, request.headers);
    checkToken(settings, request.headers);
    const payloads = body.payloads.map(fromJson);
    const converted = await settings.codec[params.direction](payloads).catch(() => {
      throw new Problem('malformed_request', { detail: 'The payloads do not fit our keys.' });
    });
    return {
      status: 200,
      headers: allowOrigin(settings, request.headers),
      json: { payloads: converted.map(toJson) },
    };
  },
});

function allowOrigin({ origins }: CodecSettings, { origin }: IncomingHttpHeaders): Record<string, string> {
  return {
    'Access-Control-Allow-Origin': origins.find((known) => known === origin) ?? origins[0],
    'Access-Control-Allow-Credentials': 'true',
    Vary: 'Origin',
  };
}

/** A browser says where its page came from; a page of somebody else gets nothing done, whatever it could read. */
function checkOrigin({ origins }: CodecSettings, { origin }: IncomingHttpHeaders): void {
  if (origin === undefined || origins.includes(origin)) return;
  throw new Problem('scope_missing', { detail: 'This origin may not convert payloads.' });
}

function checkToken({ token }: CodecSettings, headers: IncomingHttpHeaders): void {
  if (token === undefined) return;
  const sent = Buffer.from(headers.authorization ?? '');
  const expected = Buffer.from(`Bearer ${token}`);
  if (sent.length === expected.length && timingSafeEqual(sent, expected)) return;
  throw new Problem('key_unknown', { headers: { 'WWW-Authenticate': 'Bearer realm="codec"' } });
}

function fromJson({ metadata, data }: z.output<typeof payloadsSchema>['payloads'][number]): Payload {
  const bytes = Object.entries(metadata ?? {}).map(([name, value]) => [name, Buffer.from(value, 'base64')]);
  return {
    metadata: Object.fromEntries(bytes),
    data: data === undefined ? undefined : Buffer.from(data, 'base64'),
  };
}

function toJson({ metadata, data }: Payload): Record<string, unknown> {
  const texts = Object.entries(metadata ?? {}).map(([name, value]) => [
    name,
    Buffer.from(value).toString('base64'),
  ]);
  return {
    metadata: Object.fromEntries(texts),
    data: data ? Buffer.from(data).toString('base64') : undefined,
  };
}
