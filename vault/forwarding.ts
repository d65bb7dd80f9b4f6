import type { Request, RequestHandler, Response } from 'express';
import { z } from 'zod';
import type { Sent } from './acquirer';
import { bearerOf, isSame } from './bearer';
import type { CardDetails } from './cards';
import type { VaultDeps } from './deps';
import { openEnvelope, Unreadable } from './envelope';
import { describeError, VaultError } from './errors';
import { boundTo, type CardRecord, type Taken } from './records';

const TOKEN = z.string().regex(/^vlt_[0-9a-f]{32}$/);
const REFERENCE = z.string().regex(/^[\x21-\x7e]{1,200}$/);

/** There is no address here: where card numbers go is the vault's own setting. */
const forwardBody = z.strictObject({
  token: TOKEN,
  reference: REFERENCE,
  amount: z.strictObject({
    value: z.int().positive().max(1_000_000_000_000),
    currency: z.string().regex(/^[A-Z]{3}$/),
  }),
  capture: z.boolean(),
  /** After so many milliseconds the caller hears no more: nothing is sent then, and no answer is waited for. */
  withinMs: z.int().min(1).max(60_000).optional(),
});
const FORWARD_WANTED = 'Expected token, reference, amount and capture, and nothing else.';

const erasureBody = z.strictObject({ reference: REFERENCE });

/** Asks for the workers' secret. */
export function forWorkers({ forwardSecret }: VaultDeps): RequestHandler {
  return (request, _response, next) => {
    if (!isSame(bearerOf(request), forwardSecret)) {
      throw new VaultError('unauthorised', 'The workers’ secret is needed, as a bearer token.');
    }
    next();
  };
}

/** `POST /v1/forward`: an authorisation goes out with the card number that the token stands for. */
export function forwarding(deps: VaultDeps): RequestHandler {
  return async (request, response) => {
    const deadline = performance.now() + deps.acquirer.timeoutMs;
    const {
      token,
      withinMs = deps.acquirer.timeoutMs,
      ...template
    } = parsed(forwardBody, request, FORWARD_WANTED);
    const ends = Math.min(deadline, deadline - deps.acquirer.timeoutMs + withinMs);
    const record = recordOf(await deps.records.take(token, template.reference, deps.now()));
    const card = cardOf(record, deps);
    const leftMs = Math.floor(ends - performance.now());
    if (leftMs < 1 || isGone(response))
      throw new VaultError('too_late', 'Nothing was sent: the time was over.');
    const sent = await deps.acquirer.authorise(template, card, leftMs);
    const decided = isDecision(sent, template.reference);
    if (decided) await eraseAfterwards(token, template.reference, deps);
    const outcome = 'answered' in sent ? sent.answered.status : sent.unanswered;
    deps.log.info({ token, reference: template.reference, outcome, decided }, 'card number sent');
    response.json(sent);
  };
}

/**
 * `POST /v1/card-numbers/:token/erasure`: the operation under this reference needs the number no more. It may be repeated;
 * a number that was sent under another reference stays.
 */
export function erasure(deps: VaultDeps): RequestHandler {
  return async (request, response) => {
    const token = TOKEN.safeParse(request.params['token']);
    if (!token.success) throw new VaultError('card_number_unknown', 'There is no such token.');
    const { reference } = parsed(erasureBody, request, 'Expected reference, and nothing else.');
    const erased = await deps.records.erase(token.data, reference, 'asked', deps.now());
    if (erased) deps.log.info({ token: token.data, reference, reason: 'asked' }, 'card number erased');
    response.json({ token: token.data, erased });
  };
}

function parsed<T>(schema: z.ZodType<T>, request: Request, wanted: string): T {
  const read = schema.safeParse(request.body);
  if (read.success) return read.data;
  throw new VaultError('malformed_request', wanted);
}

function recordOf(taken: Taken): CardRecord {
  switch (taken.kind) {
    case 'record':
      return taken.record;
    case 'erased': {
      const members = { answered: taken.reason === 'answered' };
      throw new VaultError('card_number_erased', 'The card number was erased.', undefined, members);
    }
    case 'taken':
      throw new VaultError('card_number_taken', 'The card number belongs to another operation.');
    case 'unknown':
      throw new VaultError('card_number_unknown', 'There is no such token.');
  }
}

function cardOf(record: CardRecord, { keys, log }: VaultDeps): CardDetails {
  try {
    return JSON.parse(openEnvelope(record, boundTo(record), keys).toString('utf8')) as CardDetails;
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    log.error({ token: record.id, keyId: record.keyId, why: error.message }, 'card number unreadable');
    throw new VaultError('card_number_unreadable', 'The record can’t be opened: see the vault’s log.');
  }
}

/** Whoever hung up can't hear the answer, and will ask the acquirer what became of it. */
const isGone = (response: Response): boolean => response.destroyed || response.closed;

/** The acquirer has decided: approved or declined, nobody will send this number again. */
function isDecision(sent: Sent, reference: string): boolean {
  if (!('answered' in sent) || sent.answered.status !== 200) return false;
  try {
    const operation = JSON.parse(sent.answered.body) as Record<string, unknown>;
    return (
      operation['reference'] === reference && ['approved', 'declined'].includes(String(operation['status']))
    );
  } catch {
    return false;
  }
}

/** What can't be erased now goes by the workers' word, or when its time is over. */
async function eraseAfterwards(
  token: string,
  reference: string,
  { records, log, now }: VaultDeps,
): Promise<void> {
  try {
    await records.erase(token, reference, 'answered', now());
  } catch (error) {
    log.error({ token, ...describeError(error) }, 'card number not erased after its answer');
  }
}
