import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Pool, PoolClient } from 'pg';

export const MIGRATIONS = path.join(__dirname, 'migrations');

/** Any number, the same in every process of the vault. */
const LOCK = 4_276_801;

/**
 * Applies the folder's `*.sql` in order, each in a transaction, one process at a time.
 * @returns the names of those that were applied now
 * @throws Error where one was edited after it had been applied, or one that was applied is not there
 */
export async function migrate(pool: Pool, folder = MIGRATIONS): Promise<string[]> {
  const client = await pool.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [LOCK]);
    await client.query(
      `create table if not exists vault_migration
       (name text primary key, checksum text not null, applied_at timestamptz not null default now())`,
    );
    return await applyMissing(client, read(folder));
  } finally {
    // Ends the session, and the lock with it.
    client.release(true);
  }
}

interface Migration {
  name: string;
  sql: string;
  checksum: string;
}

function read(folder: string): Migration[] {
  const names = readdirSync(folder).filter((name) => name.endsWith('.sql'));
  return names.sort().map((name) => {
    const sql = readFileSync(path.join(folder, name), 'utf8');
    return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
  });
}

async function applyMissing(client: PoolClient, migrations: Migration[]): Promise<string[]> {
  const { rows } = await client.query<{ name: string; checksum: string }>(
    'select name, checksum from vault_migration',
  );
  const before = new Map(rows.map(({ name, checksum }) => [name, checksum]));
  for (const { name, checksum } of migrations) {
    if (before.has(name) && before.get(name) !== checksum) {
      throw new Error(`vault migration ${name} was edited after it was applied`);
    }
  }
  const known = new Set(migrations.map(({ name }) => name));
  const missing = rows.find(({ name }) => !known.has(name));
  if (missing) throw new Error(`the database is newer than this vault: it has had ${missing.name}`);
  const now = migrations.filter(({ name }) => !before.has(name));
  for (const migration of now) await apply(client, migration);
  return now.map(({ name }) => name);
}

async function apply(client: PoolClient, { name, sql, checksum }: Migration): Promise<void> {
  await client.query('begin');
  try {
    await client.query(sql);
    await client.query('insert into vault_migration (name, checksum) values ($1, $2)', [name, checksum]);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw new Error(`vault migration ${name} failed`, { cause: error });
  }
}
