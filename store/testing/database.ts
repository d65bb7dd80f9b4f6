import { setTimeout as sleep } from 'node:timers/promises';
import { Pool } from 'pg';
import { freshDatabase, type TestDatabase } from '../../tests/harness/database';
import type { Store } from '../interfaces/store';
import { createStore } from '../store';

/** A store on a database of its own, and a way past it. */
export interface TestStore {
  store: Store;
  /** Straight to the database, as a superuser. */
  sql: Pool;
  url: string;
  close(): Promise<void>;
}

export async function openTestStore(poolSize = 10): Promise<TestStore> {
  const database: TestDatabase = await freshDatabase();
  const store = createStore({ databaseUrl: database.url, poolSize });
  const sql = new Pool({ connectionString: database.url, max: 4 });
  // The database is dropped as soon as the pool has ended: a connection on its way out may hear of it.
  sql.on('error', () => undefined);
  return {
    store,
    sql,
    url: database.url,
    async close() {
      await store.close();
      await sql.end();
      await database.drop();
    },
  };
}

/** How many rows a table has. */
export async function count(sql: Pool, table: string): Promise<number> {
  const { rows } = await sql.query<{ count: number }>(`select count(*)::int as count from ${table}`);
  return rows[0]?.count ?? 0;
}

/**
 * Makes a call wait for a transaction that is under way: runs `sql`, starts the call, and commits once the call, or as many
 * of them as are `waiting`, is held up by a lock. What it then sees is newer than its own snapshot.
 */
export async function whileHeld<T>(
  test: TestStore,
  sql: string,
  values: unknown[],
  call: () => Promise<T>,
  waiting = 1,
): Promise<T> {
  const holder = await test.sql.connect();
  try {
    await holder.query('begin');
    await holder.query(sql, values);
    const answer = call();
    const held = `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
    while ((await test.sql.query(held)).rowCount! < waiting) await sleep(10);
    await holder.query('commit');
    return await answer;
  } finally {
    holder.release();
  }
}
