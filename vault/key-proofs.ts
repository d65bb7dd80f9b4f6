import type { Pool } from 'pg';
import type { MasterKeys } from './master-keys';

/**
 * Keeps a proof of each master key, and compares: a key that was mistyped under an id in use would seal what nobody could
 * open again.
 * @throws Error naming the id of a key that is another than before
 */
export async function checkMasterKeys(pool: Pool, keys: MasterKeys): Promise<void> {
  for (const id of keys.ids) {
    const proof = keys.proofOf(id);
    await pool.query('insert into master_key (id, proof) values ($1, $2) on conflict do nothing', [
      id,
      proof,
    ]);
    const { rows } = await pool.query<{ proof: Buffer }>('select proof from master_key where id = $1', [id]);
    if (rows[0] && !rows[0].proof.equals(proof)) {
      throw new Error(`VAULT_MASTER_KEYS: "${id}" is not the key that this database knows by that id`);
    }
  }
}
