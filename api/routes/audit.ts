import type { z } from 'zod';
import { exportedLog } from '../views/audit-export';
import { auditViews } from '../views/audit-view';
import { actorOf } from '../people/caller';
import { route } from '../http/route';
import { auditPage, exportAuditQuery, listAuditQuery } from '../schemas/audit';

export const listAudit = route({
  method: 'get',
  path: '/v1/audit',
  permission: 'audit:read',
  heavy: (query) => isFarApart(query as z.output<typeof listAuditQuery>),
  operationId: 'listAudit',
  tag: 'Audit',
  summary: 'See who changed what, newest first',
  request: { query: listAuditQuery },
  responses: { 200: { description: 'A page of the log', schema: auditPage } },
  problems: ['invalid_cursor'],
  async handle({ deps, query }) {
    const { cursor, limit, ...filter } = query;
    const page = await deps.store.audit.list(filter, { cursor, limit });
    return { status: 200, json: { items: await auditViews(deps, page.items), cursor: page.cursor } };
  },
});

/** Neither the newest, nor what an index leads to: it may lie anywhere in the log. */
function isFarApart(query: z.output<typeof listAuditQuery>): boolean {
  const { cursor: _, limit: __, ...filter } = query;
  const ofObject = filter.objectKind !== undefined && filter.objectId !== undefined;
  const ofPerson = filter.actorKind === 'user' && filter.actorId !== undefined;
  return !ofObject && !ofPerson && Object.values(filter).some((one) => one !== undefined);
}

const TYPES = { csv: 'text/csv; charset=utf-8', ndjson: 'application/x-ndjson; charset=utf-8' };

export const exportAudit = route({
  method: 'get',
  path: '/v1/audit/export',
  permission: 'audit:export',
  operationId: 'exportAudit',
  tag: 'Audit',
  summary: 'Take the log, or a part of it, away as a file',
  description: 'Oldest first, of any length. That it was taken is in the log itself.',
  request: { query: exportAuditQuery },
  responses: {
    200: {
      description: 'The file; a connection that breaks off means that it is not whole',
      contentType: 'text/csv',
      headers: {
        'Content-Disposition': 'A name for the file',
        'Audit-Seal':
          'The newest seal of the chain as `number:hash`, where there is one: keep it with the file',
      },
    },
  },
  async handle({ deps, caller, query, stillAdmitted }) {
    const { format, ...filter } = query;
    const object = { kind: 'audit', id: 'log' };
    await deps.store.audit.note({
      actor: actorOf(caller),
      object,
      type: 'exported',
      data: { format, filter },
    });
    const mayGoOn = async (): Promise<boolean> => (await stillAdmitted()) !== undefined;
    const day = deps.now().toISOString().slice(0, 10);
    const seal = await deps.store.audit.lastSeal();
    return {
      status: 200,
      headers: {
        'Content-Disposition': `attachment; filename="audit-${day}.${format}"`,
        ...(seal && { 'Audit-Seal': `${seal.number}:${seal.hash}` }),
      },
      content: { type: TYPES[format], stream: exportedLog(deps, filter, format, mayGoOn) },
    };
  },
});
