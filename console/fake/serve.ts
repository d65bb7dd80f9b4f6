import { Refusal } from './answer';
import type { Asked, Reply } from './answer';
import { ROUTES } from './api';
import { keyIn } from './vault';
import type { World } from './world';

const IDS = /\/((?:pay|rfd|usr|whe|whd)_[\w]+|(?<=customers\/)[^/]+)/;

/** Answers as the API would: sessions and their tokens, one answer for one key, problems. */
export async function serve(world: World, request: Request): Promise<Response> {
  const { pathname, searchParams, origin } = new URL(request.url);
  const id = IDS.exec(pathname)?.[1] ?? '';
  const name = `${request.method} ${id ? pathname.replace(id, ':id') : pathname}`;
  const text = await request.text();
  const asked: Asked = {
    method: request.method,
    path: pathname,
    origin,
    query: searchParams,
    body: text ? (JSON.parse(text) as Record<string, unknown>) : {},
    headers: request.headers,
  };
  if (name === 'POST /v1/card-numbers') return responseOf(keyIn(world, asked));
  return responseOf(answer(world, name, asked, decodeURIComponent(id)));
}

function answer(world: World, name: string, asked: Asked, id: string): Reply {
  try {
    const handler = ROUTES[name];
    if (!handler) throw new Refusal(404, 'route_not_found');
    const open = name === 'POST /v1/session';
    if (!open && !world.signedIn) throw new Refusal(401, 'key_missing');
    const safe = asked.method === 'GET';
    if (!open && !safe && asked.headers.get('x-csrf-token') !== 'csrf-1')
      throw new Refusal(403, 'csrf_token_missing');
    const key = asked.method === 'POST' && !open ? asked.headers.get('idempotency-key') : undefined;
    if (key === null) throw new Refusal(400, 'idempotency_key_required');
    const before = key && world.answers.get(key);
    if (before) return before;
    const reply = handler(world, asked, id);
    if (key)
      world.answers.set(key, { status: reply.status, json: JSON.parse(JSON.stringify(reply.json ?? null)) });
    return reply;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const { status, code, more } = error;
    const json = {
      type: `/docs/problems#${code}`,
      title: code,
      status,
      code,
      requestId: 'req_1',
      errors: more.errors,
    };
    return { status, json, headers: { 'Content-Type': 'application/problem+json', ...more.headers } };
  }
}

function responseOf({ status, json, headers }: Reply): Response {
  const body = json === undefined || status === 204 ? null : JSON.stringify(json);
  return new Response(body, { status, headers: { 'Content-Type': 'application/json', ...headers } });
}
