import { Pool } from 'pg';
import { freshDatabase, type TestDatabase } from '../../tests/harness/database';
import type { Store } from '../interfaces';
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
