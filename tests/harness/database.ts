import { randomBytes } from 'node:crypto';
import { Client } from 'pg';

export interface TestDatabase {
  /** Connection URL of an empty database with every migration applied. */
  url: string;
  /** Drops it, ending the connections that are still open. Optional: the server is thrown away after the run. */
  drop(): Promise<void>;
}

/**
 * A database of one's own, cloned from the migrated template: call it once a test file, in `beforeAll`.
 * For `*.pg.test.ts`, `*.live.test.ts` and `tests/e2e/`.
 */
export async function freshDatabase(): Promise<TestDatabase> {
  const template = new URL(required('TEST_POSTGRES_URL'));
  const name = `test_${randomBytes(8).toString('hex')}`;
  await asAdmin(
    template,
    `create database ${name} template ${template.pathname.slice(1)} strategy file_copy`,
  );
  const url = new URL(template);
  url.pathname = `/${name}`;
  return {
    url: url.toString(),
    drop: () => asAdmin(template, `drop database if exists ${name} with (force)`),
  };
}

async function asAdmin(server: URL, sql: string): Promise<void> {
  const url = new URL(server);
  url.pathname = '/postgres';
  const client = new Client({ connectionString: url.toString() });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

function required(name: string): string {
  const value = process.env[name];
  if (!value)
    throw new Error(`${name} is not set: name the file *.pg.test.ts, *.live.test.ts or put it in tests/e2e/`);
  return value;
}
