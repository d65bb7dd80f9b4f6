import { Pool } from 'pg';
import { checkMasterKeys } from './key-proofs';
import type { MasterKeys } from './master-keys';
import { migrate } from './migrations';

/** A query that takes longer has a caller no more. */
const QUERY_MS = 5_000;

/** The vault's own database, migrated, and known to fit the keys. Whoever opens it ends it. */
export async function openDatabase(
  url: string,
  keys: MasterKeys,
  { onError, poolSize = 10 }: { onError: (error: Error) => void; poolSize?: number },
): Promise<Pool> {
  const pool = new Pool({
    connectionString: url,
    max: poolSize,
    connectionTimeoutMillis: QUERY_MS,
    statement_timeout: QUERY_MS,
    query_timeout: QUERY_MS,
    application_name: 'tillflow-vault',
  });
  pool.on('error', onError);
  try {
    await migrate(pool);
    await checkMasterKeys(pool, keys);
    return pool;
  } catch (error) {
    await pool.end();
    throw error;
  }
}
