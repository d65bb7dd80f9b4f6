import { Router, json } from 'express';
import { z } from 'zod';
import {
  type Prepare,
  bearer,
  checkIdempotencyKey,
  endpoint,
  notFound,
  outageDoor,
  parse,
  pathParameter,
} from '../endpoint';
import { moneySchema, referenceSchema } from '../schemas';
import type { Faults } from '../faults';
import { type Account, type Accounts, debtOf } from './accounts';
import type { Registrations } from './registrations';

export interface BillerParts {
  faults: Faults;
  accounts: Accounts;
  registrations: Registrations;
  secret: string;
}

const accountKey = z.object({
  by: z.enum(['msisdn', 'account', 'contract']),
  value: z.string().min(1).max(40),
});
const registrationBody = z.object({
  reference: referenceSchema,
  account: accountKey,
  amount: moneySchema,
  kind: z.literal('credit_adjustment'),
  paidAt: z.iso.datetime({ offset: true }),
  channel: z.string().min(1).max(50),
});
const reversalBody = z.object({ reference: referenceSchema, amount: moneySchema });

/** The biller's machine interface. */
export function billerRoutes(parts: BillerParts): Router {
  const router = Router();
  router.use(outageDoor(parts.faults, 'biller'));
  router.use(bearer(parts.secret));
  router.use(json({ limit: '20kb' }));
  const route = (operation: string, prepare: Prepare) => endpoint(parts.faults, 'biller', operation, prepare);

  router.get('/v1/accounts', route('accounts', identify(parts)));
  router.get('/v1/accounts/:accountId/balance', route('accounts', readAccount(parts, balance)));
  router.get('/v1/accounts/:accountId/debt', route('accounts', readAccount(parts, debt)));
  router.post('/v1/registrations', route('registrations', register(parts)));
  router.post('/v1/registrations/:reference/reversals', route('reversals', reverse(parts)));
  router.get('/v1/operations/:reference', route('operations', inquire(parts)));
  return router;
}

function identify({ accounts }: BillerParts): Prepare {
  return (request) => {
    const { by, value } = parse(accountKey, request.query);
    return {
      values: [value],
      run: () => {
        const { accountId, status, currency, name } = known(accounts.find(by, value));
        return { status: 200, body: { accountId, status, currency, name } };
      },
    };
  };
}

function readAccount({ accounts }: BillerParts, view: (account: Account) => object): Prepare {
  return (request) => {
    const accountId = pathParameter(request, 'accountId');
    return {
      values: [accountId],
      run: () => ({ status: 200, body: view(known(accounts.find('account', accountId))) }),
    };
  };
}

function register({ registrations }: BillerParts): Prepare {
  return (request) => {
    const body = parse(registrationBody, request.body);
    checkIdempotencyKey(request, body.reference);
    return {
      references: [body.reference],
      values: [body.account.value],
      commits: true,
      run: (reject) => ({
        status: 200,
        body: registrations.register(body, reject && (reject.code ?? 'account_closed')),
      }),
    };
  };
}

function inquire({ registrations }: BillerParts): Prepare {
  return (request) => {
    const reference = pathParameter(request, 'reference');
    return {
      references: [reference],
      run: () => {
        const operation = registrations.find(reference);
        if (operation === undefined) throw notFound('operation');
        return { status: 200, body: operation };
      },
    };
  };
}

function reverse({ registrations }: BillerParts): Prepare {
  return (request) => {
    const registration = pathParameter(request, 'reference');
    const { reference, amount } = parse(reversalBody, request.body);
    checkIdempotencyKey(request, reference);
    return {
      references: [reference, registration],
      commits: true,
      run: (reject) => ({
        status: 200,
        body: registrations.reverse(
          { reference, registration, amount },
          reject && (reject.code ?? 'not_registered'),
        ),
      }),
    };
  };
}

function known(account: Account | undefined): Account {
  if (account === undefined) throw notFound('account');
  return account;
}

function balance({ balance: value, currency }: Account): object {
  return { balance: { value, currency } };
}

/** Debts fall due on the last day of this month. */
function debt(account: Account): object {
  const owed = debtOf(account);
  if (owed.value === 0) return { debt: owed };
  const now = new Date();
  const lastDay = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1, 0));
  return { debt: owed, dueDate: lastDay.toISOString().slice(0, 10) };
}
