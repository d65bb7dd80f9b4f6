import type { Database, Statement } from '../database';
import type { AuditNote } from '../interfaces/audit';
import { BEGUN } from './begun';

const NOTE: Statement = {
  name: 'audit-note',
  text: `
    with ${BEGUN}
    insert into audit_entry (actor_kind, actor_id, object_kind, object_id, type, data)
    select $1, $2, $3, $4, $5, $6::jsonb from begun where xact is not null`,
};

export async function note(database: Database, { actor, object, type, data }: AuditNote): Promise<void> {
  const logged = JSON.stringify({ type, ...data });
  await database.rows(NOTE, [actor.kind, actor.id, object.kind, object.id, type, logged]);
}
