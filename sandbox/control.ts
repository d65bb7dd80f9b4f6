import { Router, json } from 'express';
import { z } from 'zod';
import type { Operations } from './acquirer/operations';
import type { Accounts } from './biller/accounts';
import type { Registrations } from './biller/registrations';
import { ProtocolError, parse, pathParameter } from './endpoint';
import { FAULT_KINDS, TARGETS, type FaultRequest, type Faults } from './faults';
import type { Journal } from './journal';
import type { Messages } from './messages';
import type { OperationLog } from './operation-log';

export interface ControlParts {
  faults: Faults;
  operations: Operations;
  registrations: Registrations;
  accounts: Accounts;
  log: OperationLog;
  messages: Messages;
  journal: Journal;
  reset: () => Promise<void>;
}

const faultBody = z
  .strictObject({
    target: z.enum(TARGETS),
    operation: z
      .enum([
        '*',
        'tokens',
        'authorisations',
        'captures',
        'voids',
        'refunds',
        'sessions',
        'operations',
        'health',
        'page',
        'callback',
        'registrations',
        'reversals',
        'accounts',
        'submit',
      ])
      .default('*'),
    kind: z.enum(FAULT_KINDS),
    ms: z.int().min(0).max(600_000).optional(),
    status: z.int().min(1).max(65_535).optional(),
    code: z.string().min(1).max(60).optional(),
    times: z.int().positive().nullable().optional(),
    match: z.strictObject({ reference: z.string().optional(), value: z.string().optional() }).optional(),
  })
  .refine(({ target, status = 400 }) => target === 'smsc' || (status >= 400 && status < 600), {
    path: ['status'],
    message: 'is an error of HTTP or SMTP: 400 to 599',
  })
  .refine((fault) => !['delay', 'lateCallback'].includes(fault.kind) || fault.ms !== undefined, {
    path: ['ms'],
    message: 'is needed by this kind of fault',
  })
  .refine((fault) => fault.kind !== 'outage' || (fault.operation === '*' && fault.match === undefined), {
    path: ['operation'],
    message: 'an outage is of a whole target: give neither operation nor match',
  });

const settingsBody = z.strictObject({
  acquirer: z
    .strictObject({
      idempotent: z.boolean().optional(),
      absentLagMs: z.int().min(0).max(600_000).optional(),
    })
    .optional(),
  biller: z.strictObject({ idempotent: z.boolean().optional() }).optional(),
});
type Settings = z.infer<typeof settingsBody>;

const accountBody = z.strictObject({
  msisdn: z.string().regex(/^\+\d{6,15}$/, 'must be an E.164 number'),
  accountId: z.string().regex(/^[A-Za-z0-9-]{1,30}$/, 'must be 1 to 30 letters, digits or dashes'),
  currency: z.string().regex(/^[A-Z]{3}$/, 'must be an ISO 4217 code'),
  status: z.enum(['active', 'closed']).optional(),
  balance: z.int().optional(),
  name: z.string().max(100).optional(),
});
type NewAccount = z.infer<typeof accountBody>;

const operationsQuery = z.object({
  target: z.enum(['acquirer', 'biller']).optional(),
  reference: z.string().optional(),
});
const messagesQuery = z.object({
  channel: z.enum(['sms', 'twilio', 'mail']).optional(),
  to: z.string().optional(),
});

/** The control API: scripts the outside world and shows what happened in it. No sign-in; for loopback only. */
export function controlRoutes(parts: ControlParts): Router {
  const { faults, log, messages, accounts, journal } = parts;
  journal.on<Settings>('settings', (change) => changeSettings(parts, change));
  journal.on<NewAccount>('biller.account', (account) => accounts.put(account));
  const router = Router();
  router.use(json({ limit: '20kb' }));

  router.post('/faults', (request, response) => {
    const body = parse(faultBody, request.body);
    const times = body.times === undefined ? (body.kind === 'outage' ? null : 1) : body.times;
    response.status(201).json(faults.add({ ...body, times } satisfies FaultRequest));
  });
  router.get('/faults', (_request, response) => void response.json({ faults: faults.list() }));
  router.delete('/faults/:id', (request, response) => {
    if (!faults.remove(pathParameter(request, 'id'))) {
      throw new ProtocolError(404, 'fault_not_found', 'No active fault has this id.');
    }
    response.status(204).end();
  });
  router.delete('/faults', (_request, response) => {
    faults.clear();
    response.status(204).end();
  });

  router.get('/settings', (_request, response) => void response.json(readSettings(parts)));
  router.patch('/settings', (request, response) => {
    const change = parse(settingsBody, request.body);
    changeSettings(parts, change);
    journal.append('settings', change);
    response.json(readSettings(parts));
  });

  router.get('/operations', (request, response) => {
    const { target, reference } = parse(operationsQuery, request.query);
    response.json({ operations: log.find(target, reference) });
  });
  router.get('/messages', (request, response) => {
    response.json({ messages: messages.find(parse(messagesQuery, request.query)) });
  });

  router.get('/accounts', (_request, response) => void response.json({ accounts: accounts.list() }));
  router.post('/accounts', (request, response) => {
    const account = parse(accountBody, request.body);
    journal.append('biller.account', account);
    response.status(201).json(accounts.put(account));
  });

  router.post('/reset', async (_request, response) => {
    await parts.reset();
    response.status(204).end();
  });
  return router;
}

function readSettings({ operations, registrations }: ControlParts): Settings {
  return {
    acquirer: { idempotent: operations.idempotent, absentLagMs: operations.absentLagMs },
    biller: { idempotent: registrations.idempotent },
  };
}

function changeSettings({ operations, registrations }: ControlParts, { acquirer, biller }: Settings): void {
  operations.idempotent = acquirer?.idempotent ?? operations.idempotent;
  operations.absentLagMs = acquirer?.absentLagMs ?? operations.absentLagMs;
  registrations.idempotent = biller?.idempotent ?? registrations.idempotent;
}
