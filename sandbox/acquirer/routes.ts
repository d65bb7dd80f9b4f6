import { Router, json } from 'express';
import { bearer, endpoint } from '../endpoint';
import { operationRoutes } from './operation-routes';
import type { Operations } from './operations';
import { type SessionParts, sessionRoutes } from './session-routes';
import { type TokenParts, tokenRoutes } from './token-routes';

export interface AcquirerParts extends SessionParts, TokenParts {
  operations: Operations;
}

/** The acquirer's machine interface. The payer's pages are in `page/routes.ts`. */
export function acquirerRoutes(parts: AcquirerParts): Router {
  const router = Router();
  router.use(tokenRoutes(parts));
  router.use(bearer(parts.secret), json({ limit: '20kb' }));
  router.get(
    '/health',
    endpoint(parts.faults, 'acquirer', 'health', () => ({
      run: () => ({ status: 200, body: { status: 'ok' } }),
    })),
  );
  router.use(operationRoutes(parts.faults, parts.operations));
  router.use(sessionRoutes(parts));
  return router;
}
