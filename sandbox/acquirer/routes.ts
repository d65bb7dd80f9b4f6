import { type RequestHandler, Router, json } from 'express';
import { z } from 'zod';
import {
  type Step,
  ProtocolError,
  bearer,
  checkIdempotencyKey,
  endpoint,
  moneySchema,
  parse,
  pathParameter,
  referenceSchema,
} from '../endpoint';
import type { Faults } from '../faults';
import type { Operation } from './holds';
import type { Operations } from './operations';
import type { Session, Sessions } from './sessions';
import { type CardProblem, type Vault, describeCard, problemsOf } from './vault';

/** Anybody may know this key: all it can do is swap a card for a token. */
export const PUBLISHABLE_KEY = 'pk_sandbox';

export interface AcquirerParts {
  faults: Faults;
  vault: Vault;
  operations: Operations;
  sessions: Sessions;
  secret: string;
  /** Where the hosted pages are, as a browser reaches them. Known only once the server listens. */
  publicUrl: () => string;
}

const webUrl = z.url({ protocol: /^https?$/, error: 'must be an http or https address' }).max(2000);
const description = z.string().max(200).optional();

const tokenBody = z.object({
  number: z.string().transform((number) => number.replace(/[ -]/g, '')),
  expiryMonth: z.int(),
  expiryYear: z.int().min(2000).max(2099),
  securityCode: z.string(),
  holder: z.string().max(100).optional(),
});
const authorisationBody = z.object({
  reference: referenceSchema,
  amount: moneySchema,
  token: z.string().min(1).max(100),
  capture: z.boolean(),
  description,
});
const amountBody = z.object({ reference: referenceSchema, amount: moneySchema });
const voidBody = z.object({ reference: referenceSchema });
const sessionBody = z.object({
  reference: referenceSchema,
  amount: moneySchema,
  returnUrl: webUrl,
  callbackUrl: webUrl,
  expiresAt: z.iso.datetime({ offset: true }),
  saveCard: z.boolean(),
  description,
});

const MAX_TIMER_MS = 2 ** 31 - 1;

/** The acquirer's machine interface. The payer's pages are in `pages.ts`. */
export function acquirerRoutes(parts: AcquirerParts): Router {
  const router = Router();
  router.use('/v1/tokens', allowBrowsers);
  router.use(json({ limit: '20kb' }));
  const secret = bearer(parts.secret);
  const publishable = bearer(PUBLISHABLE_KEY);
  const route = (operation: string, prepare: Parameters<typeof endpoint>[3]) =>
    endpoint(parts.faults, 'acquirer', operation, prepare);

  router.post('/v1/tokens', publishable, route('tokens', createToken(parts)));
  router.use(secret);
  router.get('/v1/tokens/:token', route('tokens', readToken(parts)));
  router.post('/v1/authorisations', route('authorisations', authorise(parts)));
  router.post(
    '/v1/authorisations/:reference/captures',
    route('captures', followUp(parts, 'capture', amountBody)),
  );
  router.post('/v1/authorisations/:reference/voids', route('voids', followUp(parts, 'void', voidBody)));
  router.post(
    '/v1/authorisations/:reference/refunds',
    route('refunds', followUp(parts, 'refund', amountBody)),
  );
  router.get('/v1/operations/:reference', route('operations', inquire(parts)));
  router.post('/v1/sessions', route('sessions', createSession(parts)));
  router.get('/v1/sessions/:reference', route('sessions', readSession(parts)));
  router.post('/v1/sessions/:reference/expire', route('sessions', expireSession(parts)));
  return router;
}

type Prepare = Parameters<typeof endpoint>[3];

function createToken({ vault }: AcquirerParts): Prepare {
  return (request) => {
    const { holder: _, ...details } = parse(tokenBody, request.body);
    const problem = problemsOf(details)[0];
    if (problem) throw new ProtocolError(422, problem.code, problem.message, apiField(problem));
    return {
      commits: true,
      run: (reject) => {
        if (reject) throw new ProtocolError(422, reject.code ?? 'card_not_supported', 'Refused by script.');
        return { status: 201, body: describeCard(vault.store(details, true)) };
      },
    };
  };
}

function readToken({ vault }: AcquirerParts): Prepare {
  return (request) => ({
    run: () => {
      const card = vault.find(pathParameter(request, 'token'));
      if (card === undefined) throw notFound('token_not_found');
      return { status: 200, body: describeCard(card) };
    },
  });
}

function authorise({ operations }: AcquirerParts): Prepare {
  return (request) => {
    const body = parse(authorisationBody, request.body);
    checkIdempotencyKey(request, body.reference);
    const { reference, amount, token, capture } = body;
    return commit([reference], (reject) =>
      operations.authorise({ reference, amount, token, capture }, reject),
    );
  };
}

function followUp(
  { operations }: AcquirerParts,
  kind: 'capture' | 'void' | 'refund',
  schema: typeof amountBody | typeof voidBody,
): Prepare {
  return (request) => {
    const about = pathParameter(request, 'reference');
    const body = parse<z.infer<typeof voidBody> & { amount?: z.infer<typeof moneySchema> }>(
      schema,
      request.body,
    );
    checkIdempotencyKey(request, body.reference);
    return commit([body.reference, about], (reject) => operations.followUp(kind, about, body, reject));
  };
}

function inquire({ operations }: AcquirerParts): Prepare {
  return (request) => {
    const reference = pathParameter(request, 'reference');
    return {
      references: [reference],
      run: () => {
        const operation = operations.inquire(reference);
        if (operation === undefined) throw notFound('operation_not_found');
        return { status: 200, body: operation };
      },
    };
  };
}

function createSession(parts: AcquirerParts): Prepare {
  return (request) => {
    const body = parse(sessionBody, request.body);
    checkIdempotencyKey(request, body.reference);
    const lifetimeMs = Date.parse(body.expiresAt) - Date.now();
    if (lifetimeMs <= 0 || lifetimeMs > MAX_TIMER_MS) {
      throw new ProtocolError(400, 'malformed_request', 'must be within the next 24 days', 'expiresAt');
    }
    return {
      references: [body.reference],
      run: () => ({ status: 201, body: view(parts, parts.sessions.create(body)) }),
    };
  };
}

function readSession(parts: AcquirerParts): Prepare {
  return (request) => {
    const reference = pathParameter(request, 'reference');
    return {
      references: [reference],
      run: () => ({ status: 200, body: view(parts, known(parts, reference)) }),
    };
  };
}

function expireSession(parts: AcquirerParts): Prepare {
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

function commit(references: string[], run: (reject?: string) => Operation): Step {
  return {
    references,
    commits: true,
    run: (reject) => ({ status: 200, body: run(reject && (reject.code ?? 'do_not_honour')) }),
  };
}

function known({ sessions }: AcquirerParts, reference: string): Session {
  const session = sessions.findByReference(reference);
  if (session === undefined) throw notFound('session_not_found');
  return session;
}

function view({ publicUrl }: AcquirerParts, session: Session): object {
  const { id, reference, status, declineCode, card, expiresAt } = session;
  return { id, reference, url: `${publicUrl()}/acquirer/pay/${id}`, status, declineCode, card, expiresAt };
}

function notFound(code: string): ProtocolError {
  return new ProtocolError(404, code, 'Never seen here.');
}

function apiField({ field }: CardProblem): string {
  return field === 'expiry' ? 'expiryMonth' : field;
}

/** A channel's card form calls the token endpoint from any page. */
const allowBrowsers: RequestHandler = (request, response, next) => {
  response.set({
    'Access-Control-Allow-Origin': '*',
    'Access-Control-Allow-Headers': 'Authorization, Content-Type',
    'Access-Control-Allow-Methods': 'POST',
  });
  if (request.method === 'OPTIONS') response.status(204).end();
  else next();
};
