import { stringify } from 'csv-stringify/sync';
import type { AuditFilter } from '../../store/interfaces/audit';
import { auditViews } from './audit-view';
import type { AuditView } from './audit-view';
import type { ApiDeps } from '../deps';

export type ExportFormat = 'csv' | 'ndjson';

/** Entries read at a time: all that an export holds in memory. */
const BATCH = 500;

const COLUMNS = [
  ...['id', 'at', 'actor_kind', 'actor_id', 'actor_name', 'object_kind', 'object_id', 'version', 'type'],
  ...['status', 'code', 'user_kind', 'user_id', 'user_name', 'authorised_by_id', 'authorised_by_name'],
  ...['sealed', 'data'],
];

/**
 * The log as text, oldest entry first, up to what it is when this is called. It is read only as fast as it is taken.
 * Throws where `mayGoOn` says no.
 */
export async function* exportedLog(
  deps: ApiDeps,
  filter: AuditFilter,
  format: ExportFormat,
  mayGoOn: () => Promise<boolean>,
): AsyncGenerator<string, void> {
  const until = String(await deps.store.audit.newest());
  if (format === 'csv') yield csvLines([COLUMNS], true);
  for (let after = '0'; ;) {
    const entries = await deps.store.audit.slice(filter, { after, until }, BATCH);
    if (entries.length > 0) {
      const views = await auditViews(deps, entries);
      yield format === 'csv' ? csvLines(views.map(cellsOf)) : views.map(jsonLine).join('');
    }
    if (entries.length < BATCH) return;
    if (!(await mayGoOn())) throw new Error('who exported the log may do so no more');
    after = entries.at(-1)!.id;
  }
}

const jsonLine = (view: AuditView): string => `${JSON.stringify(view)}\n`;

/** A spreadsheet would run what looks like a formula: such cells begin with an apostrophe. */
function csvLines(rows: unknown[][], first = false): string {
  return stringify(rows, { bom: first, escape_formulas: true, record_delimiter: 'windows' });
}

function cellsOf({ actor, object, outcome, user, authorisedBy, ...entry }: AuditView): unknown[] {
  return [
    ...[entry.id, entry.at, actor.kind, actor.id, actor.name, object.kind, object.id, entry.version],
    ...[entry.type, outcome?.status, outcome?.code, user?.kind, user?.id, user?.name],
    ...[authorisedBy?.id, authorisedBy?.name, entry.sealed ? 'yes' : 'no', JSON.stringify(entry.data)],
  ];
}
