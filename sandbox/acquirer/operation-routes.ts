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

const common = {
  reference: referenceSchema,
  amount: moneySchema,
  capture: z.boolean(),
  description: descriptionSchema,
};
const byToken = z.object({ ...common, token: z.string().min(1).max(100), card: z.undefined().optional() });
const byNumber = z.object({
  ...common,
  card: z.strictObject({
    number: z.string().regex(/^\d{12,19}$/, 'must be 12 to 19 digits'),
    expiryMonth: z.int().min(1).max(12),
    expiryYear: z.int().min(2000).max(2099),
  }),
  token: z.undefined().optional(),
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
    const isKeyed = (request.body as { card?: unknown } | undefined)?.card !== undefined;
    const body = isKeyed ? parse(byNumber, request.body) : parse(byToken, request.body);
    checkIdempotencyKey(request, body.reference);
    const { reference, amount, capture, token, card } = body;
    return commit([reference], (reject) =>
      card === undefined
        ? operations.authorise({ reference, amount, token, capture }, reject)
        : operations.authoriseKeyed({ reference, amount, card, capture }, reject),
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
