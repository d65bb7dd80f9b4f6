import { Router } from 'express';
import { z } from 'zod';
import {
  type Prepare,
  ProtocolError,
  checkIdempotencyKey,
  endpoint,
  notFound,
  parse,
  pathParameter,
} from '../endpoint';
import { descriptionSchema, moneySchema, referenceSchema } from '../schemas';
import type { Faults } from '../faults';
import type { Session, SessionRequest, Sessions } from './sessions';

export interface SessionParts {
  faults: Faults;
  sessions: Sessions;
  /** Where the hosted pages are, as a browser reaches them. Known only once the server listens. */
  publicUrl: () => string;
}

const webUrl = z.url({ protocol: /^https?$/, error: 'must be an http or https address' }).max(2000);
const sessionBody = z.object({
  reference: referenceSchema,
  amount: moneySchema,
  returnUrl: webUrl,
  callbackUrl: webUrl,
  expiresAt: z.iso.datetime({ offset: true }),
  saveCard: z.boolean(),
  description: descriptionSchema,
});

/** As far as a timer can look ahead. */
const MAX_LIFETIME_MS = 2 ** 31 - 1;

/** Hosted pages as the merchant sees them: opened, looked at, closed. */
export function sessionRoutes(parts: SessionParts): Router {
  const router = Router();
  const route = (prepare: Prepare) => endpoint(parts.faults, 'acquirer', 'sessions', prepare);
  router.post('/v1/sessions', route(createSession(parts)));
  router.get('/v1/sessions/:reference', route(readSession(parts)));
  router.post('/v1/sessions/:reference/expire', route(expireSession(parts)));
  return router;
}

function createSession(parts: SessionParts): Prepare {
  return (request) => {
    const body = parse(sessionBody, request.body);
    checkIdempotencyKey(request, body.reference);
    return {
      references: [body.reference],
      run: () => ({ status: 201, body: view(parts, openOrFind(parts, body)) }),
    };
  };
}

/** The session that the reference has already, or a new one. */
function openOrFind({ sessions }: SessionParts, body: SessionRequest): Session {
  const first = sessions.findByReference(body.reference);
  if (first === undefined) {
    checkLifetime(body.expiresAt);
    return sessions.create(body);
  }
  const { value, currency } = first.amount;
  if (value === body.amount.value && currency === body.amount.currency) return first;
  throw new ProtocolError(422, 'reference_reused', 'This reference belongs to another session.', 'reference');
}

function checkLifetime(expiresAt: string): void {
  const lifetimeMs = Date.parse(expiresAt) - Date.now();
  if (lifetimeMs > 0 && lifetimeMs <= MAX_LIFETIME_MS) return;
  throw new ProtocolError(400, 'malformed_request', 'must be within the next 24 days', 'expiresAt');
}

function readSession(parts: SessionParts): Prepare {
  return (request) => {
    const reference = pathParameter(request, 'reference');
    return {
      references: [reference],
      run: () => ({ status: 200, body: view(parts, known(parts, reference)) }),
    };
  };
}

function expireSession(parts: SessionParts): Prepare {
  return (request) => {
    const reference = pathParameter(request, 'reference');
    return {
      references: [reference],
      run: () => {
        const session = known(parts, reference);
        parts.sessions.expire(session);
        return { status: 200, body: view(parts, session) };
      },
    };
  };
}

function known({ sessions }: SessionParts, reference: string): Session {
  const session = sessions.findByReference(reference);
  if (session === undefined) throw notFound('session');
  return session;
}

function view({ publicUrl }: SessionParts, session: Session): object {
  const { id, reference, status, declineCode, card, expiresAt } = session;
  return { id, reference, url: `${publicUrl()}/acquirer/pay/${id}`, status, declineCode, card, expiresAt };
}
