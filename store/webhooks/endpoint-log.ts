import type { PoolClient } from 'pg';
import type { Actor } from '../../domain/actors';
import { BEGUN } from '../audit/begun';

/** Writes down what somebody did to an endpoint; never a secret of it. */
export async function log(
  client: PoolClient,
  id: string,
  actor: Actor,
  type: string,
  data: object,
): Promise<void> {
  await client.query(
    `with ${BEGUN}
     insert into audit_entry (actor_kind, actor_id, object_kind, object_id, type, data)
     select $1, $2, 'webhook_endpoint', $3, $4, $5::jsonb from begun where xact is not null`,
    [actor.kind, actor.id, id, type, JSON.stringify(data)],
  );
}
