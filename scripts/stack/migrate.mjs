// Applies prisma/migrations/*/migration.sql in order, in Prisma's own layout, checksum, lock and history table, so that
// its command line and this agree on what has been applied.
import { createHash, randomUUID } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';

/** The advisory lock that Prisma's engine takes. */
const PRISMA_LOCK = 72707369;

const HISTORY_TABLE = `create table if not exists _prisma_migrations (
  id varchar(36) primary key not null, checksum varchar(64) not null, finished_at timestamptz,
  migration_name varchar(255) not null, logs text, rolled_back_at timestamptz,
  started_at timestamptz not null default now(), applied_steps_count integer not null default 0)`;

/**
 * @param {string} url
 * @param {string} folder
 * @returns {Promise<string[]>} the names of the migrations that were applied now
 * @throws when one failed earlier, or was edited after it had been applied
 */
export async function migrate(url, folder) {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => {}); // the query under way is told
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [PRISMA_LOCK]);
    await client.query(HISTORY_TABLE);
    const applied = await history(client);
    const now = [];
    for (const { name, sql, checksum } of read(folder)) {
      const before = applied.get(name);
      if (before === undefined) {
        await apply(client, name, sql, checksum);
        now.push(name);
      } else if (before !== checksum) {
        throw new Error(`migration ${name} was edited after it was applied`);
      }
    }
    return now;
  } finally {
    await client.end();
  }
}

async function history(client) {
  const { rows } = await client.query(
    'select migration_name, checksum, finished_at from _prisma_migrations where rolled_back_at is null',
  );
  const failed = rows.find((row) => !row.finished_at);
  if (failed) throw new Error(`migration ${failed.migration_name} failed earlier; resolve it first`);
  return new Map(rows.map((row) => [row.migration_name, row.checksum]));
}

/** The migrations of a folder in order. */
export function read(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .sort()
    .filter((name) => existsSync(path.join(folder, name, 'migration.sql')))
    .map((name) => {
      const sql = readFileSync(path.join(folder, name, 'migration.sql'), 'utf8');
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
    });
}

async function apply(client, name, sql, checksum) {
  const id = randomUUID();
  await client.query('insert into _prisma_migrations (id, checksum, migration_name) values ($1, $2, $3)', [
    id,
    checksum,
    name,
  ]);
  try {
    await client.query(sql);
  } catch (error) {
    await client.query('update _prisma_migrations set logs = $2 where id = $1', [id, String(error.stack)]);
    throw new Error(`migration ${name} failed: ${error.message}`, { cause: error });
  }
  await client.query(
    'update _prisma_migrations set finished_at = now(), applied_steps_count = 1 where id = $1',
    [id],
  );
}
