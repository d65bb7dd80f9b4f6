import { route } from '../http/route';
import { verifyAuditQuery } from '../schemas/audit';
import { auditVerification, channelView, ledgerCheck } from '../schemas/responses';

export const whoAmI = route({
  method: 'get',
  path: '/v1/channel',
  permission: 'any_channel',
  operationId: 'getChannel',
  tag: 'Operations',
  summary: 'See whose key this is, and what it may do',
  responses: { 200: { description: 'The channel', schema: channelView } },
  handle: ({ caller }) => Promise.resolve({ status: 200, json: { id: caller.id, scopes: caller.scopes } }),
});

export const verifyAudit = route({
  method: 'get',
  path: '/v1/audit/verification',
  permission: 'operations:read',
  heavy: true,
  operationId: 'verifyAudit',
  tag: 'Operations',
  summary: 'Walk the audit log’s hash chain',
  description: 'Reads the whole log; not for polling.',
  request: { query: verifyAuditQuery },
  responses: { 200: { description: 'Whether the log is as it was written', schema: auditVerification } },
  handle: async ({ deps, query }) => ({
    status: 200,
    json: await deps.store.audit.verify(query.expectedSeal),
  }),
});

export const checkLedger = route({
  method: 'get',
  path: '/v1/ledger/check',
  permission: 'operations:read',
  heavy: true,
  operationId: 'checkLedger',
  tag: 'Operations',
  summary: 'Check that the ledger balances and agrees with the payments',
  description: 'Reads the whole ledger; not for polling.',
  responses: { 200: { description: 'Balances, and what does not fit', schema: ledgerCheck } },
  handle: async ({ deps }) => ({ status: 200, json: await deps.store.ledger.check() }),
});
