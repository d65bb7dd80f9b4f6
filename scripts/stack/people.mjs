// The people of the demonstration: made once, on a database of our own that nobody uses yet. Their passwords are nowhere
// but on the screen of that start.
import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { ROOT } from './paths.mjs';
import { withoutVaultsOwn } from './vaults-own.mjs';

/** @typedef {{ username: string, level: string, permissions: string[], oneTimePassword: string }} Person */

/** @returns {Promise<Person[]>} those who were made now */
export async function seedPeople(databaseUrl) {
  if (await somebodyIn(databaseUrl)) return [];
  const program = path.join(ROOT, 'dist', 'workers', 'users.js');
  const env = { ...withoutVaultsOwn(), DATABASE_URL: databaseUrl };
  const { stdout } = await promisify(execFile)(process.execPath, [program, 'demo', '--json'], {
    cwd: ROOT,
    env,
  });
  return JSON.parse(stdout).map(({ user, oneTimePassword }) => {
    const { username, level, permissions } = user;
    return { username, level, permissions, oneTimePassword };
  });
}

async function somebodyIn(databaseUrl) {
  const client = new pg.Client({ connectionString: databaseUrl });
  client.on('error', () => {}); // the query under way is told
  await client.connect();
  try {
    return (await client.query('select from app_user limit 1')).rowCount > 0;
  } finally {
    await client.end();
  }
}
