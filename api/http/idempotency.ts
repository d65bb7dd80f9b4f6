import { createHash } from 'node:crypto';
import type { Request } from 'express';
import type { IdempotencyStore } from '../../store/interfaces/idempotency';
import { cardNumbersIn } from '../../domain/card-numbers';
import { ownKey } from '../people/caller';
import { Problem } from './problems';
import type { Answer, Call } from './route';

export const REPLAYED = { 'Idempotency-Replayed': 'true' };
/** How long a caller should wait for a request that is still being worked on. */
export const AGAIN_SOON = { headers: { 'Retry-After': '1' } };

/** The request's key. It is kept, so it must not be a card number. */
export function idempotencyKeyOf(request: Request): string {
  const key = request.headers['idempotency-key'];
  if (typeof key !== 'string' || !/^[\x21-\x7e]{1,255}$/.test(key))
    throw new Problem('idempotency_key_required');
  if (cardNumbersIn(key).length > 0) {
    throw new Problem('card_number_not_allowed', { detail: 'The Idempotency-Key looks like a card number.' });
  }
  return key;
}

/** Tells two requests apart by what they mean: fields in another order, or a phone number with spaces, are the same. */
export function requestHash(method: string, route: string, params: unknown, body: unknown): string {
  return createHash('sha256')
    .update(canonicalJson([method, route, params, body]))
    .digest('hex');
}

/** JSON with sorted keys and nothing that is undefined (RFC 8785 for what our schemas let through). */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item ?? null)).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, member]) => `${JSON.stringify(name)}:${canonicalJson(member)}`);
  return `{${members.join(',')}}`;
}

/** What ended before with this key is given again; what ends now for good is kept; what came to nothing, or too soon, is forgotten. */
export async function answerOnce(
  store: IdempotencyStore,
  call: Call & { idempotency: { key: string; hash: string } },
  secret: boolean,
  work: (attempt: number) => Promise<Answer>,
  asAnswer: (error: unknown) => Answer,
): Promise<Answer> {
  const { caller, idempotency } = call;
  const { channel } = caller;
  // As payments name theirs: so one key is one request's, whatever the route.
  const key = ownKey(caller, idempotency.key);
  const begun = await store.begin(channel, key, idempotency.hash);
  if (begun.kind === 'mismatch') throw new Problem('idempotency_key_reused');
  if (begun.kind === 'running') throw new Problem('request_in_progress', AGAIN_SOON);
  if (begun.kind === 'replayed') {
    const json = opened(call, begun.body);
    return { status: begun.status, json, problem: begun.status >= 400, headers: REPLAYED };
  }
  const { attempt } = begun;
  const answer = await work(attempt).catch(asAnswer);
  try {
    const kept = secret ? sealed(call, answer.json) : answer.json;
    if (answer.status >= 500 || answer.status === 429) await store.abandon(channel, key, attempt);
    else await store.finish(channel, key, attempt, answer.status, kept);
  } catch (error) {
    // The deed is done: its answer is worth more to the caller than our not having kept it.
    call.deps.log.warn({ requestId: call.requestId, error: (error as Error).name }, 'answer not kept');
  }
  return answer;
}

const purposeOf = ({ caller }: Call): string => `answer to ${caller.id}`;

/** An answer with a secret as it is kept: for whoever asks again, not for whoever reads the database. */
function sealed(call: Call, json: unknown): { sealed: string } {
  return { sealed: call.deps.secrets.seal(JSON.stringify(json ?? null), purposeOf(call)) };
}

function opened(call: Call, body: unknown): unknown {
  const kept = (body as { sealed?: unknown } | null)?.sealed;
  const json: unknown =
    typeof kept === 'string' ? JSON.parse(call.deps.secrets.open(kept, purposeOf(call))) : body;
  return json ?? undefined;
}
