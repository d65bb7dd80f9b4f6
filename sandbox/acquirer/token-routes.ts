import { type RequestHandler, Router, json } from 'express';
import { z } from 'zod';
import { type Prepare, ProtocolError, bearer, endpoint, notFound, parse, pathParameter } from '../endpoint';
import type { Faults } from '../faults';
import { type CardProblem, type Vault, describeCard, problemsOf } from './vault';

/** Anybody may know this key: all it can do is swap a card for a token. */
export const PUBLISHABLE_KEY = 'pk_sandbox';

export interface TokenParts {
  faults: Faults;
  vault: Vault;
  secret: string;
}

const tokenBody = z.object({
  number: z.string().transform((number) => number.replace(/[ -]/g, '')),
  expiryMonth: z.int(),
  expiryYear: z.int().min(2000).max(2099),
  securityCode: z.string(),
  holder: z.string().max(100).optional(),
});

/** Cards swapped for tokens, by anybody's card form, and described to the merchant. */
export function tokenRoutes({ faults, vault, secret }: TokenParts): Router {
  const router = Router();
  router.post(
    '/v1/tokens',
    allowBrowsers,
    bearer(PUBLISHABLE_KEY),
    json({ limit: '20kb' }),
    endpoint(faults, 'acquirer', 'tokens', createToken(vault)),
  );
  router.options('/v1/tokens', allowBrowsers);
  router.get('/v1/tokens/:token', bearer(secret), endpoint(faults, 'acquirer', 'tokens', readToken(vault)));
  return router;
}

function createToken(vault: Vault): Prepare {
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

function readToken(vault: Vault): Prepare {
  return (request) => ({
    run: () => {
      const card = vault.find(pathParameter(request, 'token'));
      if (card === undefined) throw notFound('token');
      return { status: 200, body: describeCard(card) };
    },
  });
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
