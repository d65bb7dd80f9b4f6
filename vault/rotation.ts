import type { Pool, PoolClient } from 'pg';
import { rewrap, Unreadable } from './envelope';
import type { MasterKeys } from './master-keys';
import { boundTo } from './records';

export interface RotationProgress {
  done: number;
  total: number;
}

export interface Rotated {
  rewrapped: number;
  /** Tokens of the records that could not be opened; they stay as they are. */
  unreadable: string[];
}

interface Row {
  id: string;
  key_id: string;
  wrapped_key: Buffer;
  expires_at: Date;
}

/**
 * Wraps every data key under the newest master key. What is sealed is not touched, and the vault may run meanwhile. Each batch
 * is a transaction: begun again after an interruption, it goes on with what is left.
 */
export async function rotate(
  pool: Pool,
  keys: MasterKeys,
  {
    batch = 100,
    onProgress = () => {},
  }: { batch?: number; onProgress?: (progress: RotationProgress) => void } = {},
): Promise<Rotated> {
  const total = await countOthers(pool, keys.newest);
  const rotated: Rotated = { rewrapped: 0, unreadable: [] };
  let after = '';
  for (;;) {
    const ids = await inTransaction(pool, (client) => rotateBatch(client, keys, after, batch, rotated));
    if (ids.length === 0) return rotated;
    after = ids.at(-1)!;
    onProgress({ done: rotated.rewrapped + rotated.unreadable.length, total });
  }
}

async function countOthers(pool: Pool, newest: string): Promise<number> {
  const { rows } = await pool.query<{ count: number }>(
    'select count(*)::int as count from card_number where key_id <> $1',
    [newest],
  );
  return rows[0]?.count ?? 0;
}

async function rotateBatch(
  client: PoolClient,
  keys: MasterKeys,
  after: string,
  batch: number,
  rotated: Rotated,
): Promise<string[]> {
  const { rows } = await client.query<Row>(
    `select id, key_id, wrapped_key, expires_at from card_number
     where key_id <> $1 and id > $2 order by id limit $3 for update`,
    [keys.newest, after, batch],
  );
  for (const row of rows) {
    const wrapped = rewrapped(row, keys);
    if (wrapped === undefined) {
      rotated.unreadable.push(row.id);
      continue;
    }
    const { keyId, wrappedKey } = wrapped;
    await client.query('update card_number set key_id = $2, wrapped_key = $3 where id = $1', [
      row.id,
      keyId,
      wrappedKey,
    ]);
    rotated.rewrapped += 1;
  }
  return rows.map(({ id }) => id);
}

function rewrapped(
  { id, key_id: keyId, wrapped_key: wrappedKey, expires_at: expiresAt }: Row,
  keys: MasterKeys,
) {
  try {
    return rewrap({ keyId, wrappedKey }, boundTo({ id, expiresAt }), keys);
  } catch (error) {
    if (error instanceof Unreadable) return undefined;
    throw error;
  }
}

async function inTransaction<T>(pool: Pool, run: (client: PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  try {
    await client.query('begin');
    const result = await run(client);
    await client.query('commit');
    client.release();
    return result;
  } catch (error) {
    client.release(true);
    throw error;
  }
}

export interface VaultStatus {
  cardNumbers: number;
  /** RFC 3339; absent where there are none. */
  oldest?: string;
  /** Sent at least once, and waiting for an answer or for erasure. */
  sent: number;
  /** Over their time: the next sweep erases them. */
  overdue: number;
  byKey: { keyId: string; cardNumbers: number; known: boolean }[];
}

/** What is there, without a word about any card. */
export async function statusOf(pool: Pool, keys: MasterKeys, now: Date): Promise<VaultStatus> {
  const { rows } = await pool.query<{ all: number; sent: number; overdue: number; oldest: Date | null }>(
    `select count(*)::int as all, count(sent_at)::int as sent, min(created_at) as oldest,
       count(*) filter (where expires_at <= $1)::int as overdue from card_number`,
    [now],
  );
  const byKey = await pool.query<{ key_id: string; count: number }>(
    'select key_id, count(*)::int as count from card_number group by key_id order by key_id',
  );
  const { all, sent, overdue, oldest } = rows[0]!;
  return {
    cardNumbers: all,
    ...(oldest && { oldest: oldest.toISOString() }),
    sent,
    overdue,
    byKey: byKey.rows.map(({ key_id: keyId, count }) => ({
      keyId,
      cardNumbers: count,
      known: keys.ids.includes(keyId),
    })),
  };
}
