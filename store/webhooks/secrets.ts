import type { PoolClient } from 'pg';
import type { Actor } from '../../domain/actors';
import { MOST_SECRETS } from '../../domain/webhooks';
import type { Database } from '../database';
import type { NewSecret, RotatedSecret } from '../interfaces/webhooks';
import { log } from './endpoint-log';

/** The command that made a secret, and until when the one before it, if any, signs along. */
interface Rotation {
  id: string;
  /** RFC 3339. */
  until: string;
}

/** One that signs along, as the column `old_secrets` has it, the newest first. */
export interface OldSecret {
  secret: string;
  /** RFC 3339. */
  until: string;
  rotation?: Rotation | null;
}

export interface Secrets {
  secret: string;
  rotation: Rotation | null;
  oldSecrets: OldSecret[];
}

export const SECRETS = `secret, rotation, old_secrets as "oldSecrets"`;

export function rotate(
  database: Database,
  id: string,
  { secret, commandId, overlapMs }: NewSecret,
  actor: Actor,
): Promise<RotatedSecret | 'too_many' | undefined> {
  return database.transaction('begin', async (client) => {
    const { rows } = await client.query<Secrets & { now: Date }>(
      `select ${SECRETS}, clock_timestamp() as now from webhook_endpoint where id = $1 and deleted_at is null for update`,
      [id],
    );
    if (!rows[0]) return undefined;
    const { now, ...secrets } = rows[0];
    const made = madeBy(secrets, commandId);
    if (made) return made;
    const signing = secrets.oldSecrets.filter(({ until }) => Date.parse(until) > now.getTime());
    // Whoever rotates once more still has receivers that know only an older one: none is cut off before its time.
    if (signing.length + 2 > MOST_SECRETS) return 'too_many';
    const until = new Date(now.getTime() + overlapMs).toISOString();
    const replaced: OldSecret = { secret: secrets.secret, until, rotation: secrets.rotation };
    await keep(client, id, {
      secret,
      rotation: { id: commandId, until },
      oldSecrets: [replaced, ...signing],
    });
    await log(client, id, actor, 'secret_rotated', { oldSecretUntil: until });
    return { secret, oldSecretUntil: until };
  });
}

/** What the same command made before, its answer lost. */
export function madeBy({ oldSecrets, ...current }: Secrets, commandId: string): RotatedSecret | undefined {
  const made = [current, ...oldSecrets].find(({ rotation }) => rotation?.id === commandId);
  return made && { secret: made.secret, oldSecretUntil: made.rotation!.until };
}

async function keep(
  client: PoolClient,
  id: string,
  { secret, rotation, oldSecrets }: Secrets,
): Promise<void> {
  await client.query(
    'update webhook_endpoint set secret = $2, rotation = $3, old_secrets = $4, updated_at = now() where id = $1',
    [id, secret, rotation && JSON.stringify(rotation), JSON.stringify(oldSecrets)],
  );
}

export function reseal(
  database: Database,
  anew: (sealed: string, endpointId: string) => string | undefined,
): Promise<number> {
  return database.transaction('begin', async (client) => {
    const { rows } = await client.query<{ id: string; secret: string; oldSecrets: OldSecret[] }>(
      `select id, secret, old_secrets as "oldSecrets" from webhook_endpoint where deleted_at is null for update`,
    );
    let resealed = 0;
    for (const { id, secret, oldSecrets } of rows) {
      const one = anew(secret, id);
      const others = oldSecrets.map((old) => anew(old.secret, id));
      if (one === undefined && others.every((other) => other === undefined)) continue;
      const olds = oldSecrets.map((old, index) => ({ ...old, secret: others[index] ?? old.secret }));
      await client.query('update webhook_endpoint set secret = $2, old_secrets = $3 where id = $1', [
        ...[id, one ?? secret, JSON.stringify(olds)],
      ]);
      resealed += 1;
    }
    return resealed;
  });
}
