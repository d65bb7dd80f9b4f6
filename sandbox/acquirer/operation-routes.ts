import { Router } from 'express';
import { z } from 'zod';
import {
  type Prepare,
  type Step,
  checkIdempotencyKey,
  endpoint,
  notFound,
  parse,
  pathParameter,
} from '../endpoint';
import { descriptionSchema, moneySchema, referenceSchema } from '../schemas';
import type { Faults } from '../faults';
import type { Operation } from './holds';
import type { Operations } from './operations';

const authorisationBody = z.object({
  reference: referenceSchema,
  amount: moneySchema,
  token: z.string().min(1).max(100),
  capture: z.boolean(),
  description: descriptionSchema,
});
const amountBody = z.object({ reference: referenceSchema, amount: moneySchema });
const voidBody = z.object({ reference: referenceSchema });

/** Authorisations, what follows them, and inquiries. */
export function operationRoutes(faults: Faults, operations: Operations): Router {
  const router = Router();
  const route = (operation: string, prepare: Prepare) => endpoint(faults, 'acquirer', operation, prepare);
  const about = '/v1/authorisations/:reference';
  router.post('/v1/authorisations', route('authorisations', authorise(operations)));
  router.post(`${about}/captures`, route('captures', followUp(operations, 'capture', amountBody)));
  router.post(`${about}/voids`, route('voids', followUp(operations, 'void', voidBody)));
  router.post(`${about}/refunds`, route('refunds', followUp(operations, 'refund', amountBody)));
  router.get('/v1/operations/:reference', route('operations', inquire(operations)));
  return router;
}

function authorise(operations: Operations): Prepare {
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
  operations: Operations,
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

function inquire(operations: Operations): Prepare {
  return (request) => {
    const reference = pathParameter(request, 'reference');
    return {
      references: [reference],
      run: () => {
        const operation = operations.inquire(reference);
        if (operation === undefined) throw notFound('operation');
        return { status: 200, body: operation };
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
