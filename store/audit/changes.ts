import type { Database, Statement } from '../database';
import type { LoggedChange } from '../interfaces/audit';

const NEWEST: Statement = {
  name: 'audit-newest',
  text: 'select coalesce(max(id), 0)::text as id from audit_entry',
};

/** Two look-ups by the primary key. Whose payment it was is asked only of the entries found. */
const AFTER: Statement = {
  name: 'audit-changes-after',
  text: `
    with found as (
      (select id from audit_entry where id > $1 order by id limit $3)
      union all
      (select id from audit_entry where id = any($2::bigint[]))
    )
    select e.id::text, e.object_kind as "objectKind", e.object_id as "objectId", e.type, e.version,
      coalesce(p.channel, r.channel) as channel
    from found join audit_entry e on e.id = found.id
    left join payment p on e.object_kind = 'payment' and p.id = e.object_id
    left join refund r on e.object_kind = 'refund' and r.id = e.object_id
    order by e.id`,
};

interface ChangeRow {
  id: string;
  objectKind: string;
  objectId: string;
  type: string;
  version: number | null;
  channel: string | null;
}

export async function newest(database: Database): Promise<number> {
  const [row] = await database.rows<{ id: string }>(NEWEST, []);
  return Number(row?.id);
}

export async function changesAfter(
  database: Database,
  after: number,
  missing: readonly number[],
  limit: number,
): Promise<LoggedChange[]> {
  const rows = await database.rows<ChangeRow>(AFTER, [after, missing, limit]);
  return rows.map(({ id, objectKind, objectId, type, version, channel }) => ({
    id: Number(id),
    object: { kind: objectKind, id: objectId },
    type,
    ...(version !== null && { version }),
    ...(channel !== null && { channel }),
  }));
}
