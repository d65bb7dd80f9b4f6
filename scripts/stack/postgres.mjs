// The embedded PostgreSQL: programs from npm, data in a folder of ours, one database.
import { spawnSync } from 'node:child_process';
import { chownSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { hostAndPort } from './addresses.mjs';
import { lastLines, launch } from './children.mjs';
import { dataFolder, programs, serverUser } from './postgres-home.mjs';
import { end, identify } from './processes.mjs';
import { withoutVaultsOwn } from './vaults-own.mjs';

/** For throw-away servers: a crash of the machine may cost the data. */
const NOT_DURABLE = ['fsync=off', 'full_page_writes=off', 'synchronous_commit=off'];

/**
 * Starts the server, first making its cluster and database where there is none.
 * @param {{ dataDir: string, host?: string, port: number, password: string, database?: string, durable?: boolean,
 *   apart?: { database: string, user: string, password: string } }} options `apart` is a database that only its own user
 *   enters, who enters no other
 * @returns {Promise<import('./children.mjs').Child>} once it accepts connections and the database is there
 */
export async function startPostgres(options) {
  const {
    dataDir,
    host = '127.0.0.1',
    port,
    password,
    database = 'tillflow',
    durable = true,
    apart,
  } = options;
  const user = serverUser();
  const home = programs(user);
  const data = dataFolder(path.join(dataDir, 'postgres'), user);
  if (!existsSync(path.join(data, 'PG_VERSION'))) initialise(home, data, user, password);
  await clearLeftovers(data);
  const settings = [
    `listen_addresses=${host}`,
    `hba_file=${admissions(data, user)}`,
    'unix_socket_directories=',
    'max_connections=200',
    'log_min_messages=warning',
    ...(durable ? [] : NOT_DURABLE),
  ];
  const child = await launch({
    name: 'postgres',
    command: path.join(home, 'bin', 'postgres'),
    args: ['-D', data, '-p', String(port), ...settings.flatMap((setting) => ['-c', setting])],
    cwd: data,
    env: { ...withoutVaultsOwn(), LC_MESSAGES: 'C' },
    user,
    dataDir,
    stopSignal: 'SIGINT',
  });
  const admin = await connectWhenReady(postgresUrl({ host, port, password, database: 'postgres' }), child);
  try {
    await makeDatabase(admin, database);
    if (apart) await makeApart(admin, apart);
  } finally {
    await admin.end();
  }
  return child;
}

async function makeDatabase(admin, database) {
  const { rowCount } = await admin.query('select 1 from pg_database where datname = $1', [database]);
  if (!rowCount) await admin.query(`create database ${admin.escapeIdentifier(database)}`);
  // Else every role may enter.
  await admin.query(`revoke connect on database ${admin.escapeIdentifier(database)} from public`);
}

async function makeApart(admin, { database, user, password }) {
  const name = admin.escapeIdentifier(user);
  const { rowCount } = await admin.query('select 1 from pg_roles where rolname = $1', [user]);
  if (!rowCount) await admin.query(`create role ${name}`);
  await admin.query(`alter role ${name} login password ${admin.escapeLiteral(password)}`);
  await makeDatabase(admin, database);
  await admin.query(`alter database ${admin.escapeIdentifier(database)} owner to ${name}`);
}

/** Where a server that `startPostgres` has started is reached. */
export function postgresUrl({
  host = '127.0.0.1',
  port,
  password,
  database = 'tillflow',
  user = 'postgres',
}) {
  return `postgresql://${user}:${encodeURIComponent(password)}@${hostAndPort(host, port)}/${database}`;
}

/** Who may try its password: whoever reaches where the server listens. As made, a cluster lets in its own machine only. */
function admissions(data, user) {
  const file = path.join(data, 'tillflow.hba.conf');
  writeFileSync(file, 'host all all all scram-sha-256\n', { mode: 0o600 });
  if (user) chownSync(file, user.uid, user.gid);
  return file;
}

function initialise(home, data, user, password) {
  const passwordFile = `${data}.password`;
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (user) chownSync(passwordFile, user.uid, user.gid);
  try {
    const options = [
      '--username=postgres',
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--locale=C',
      '--no-sync',
    ];
    const done = spawnSync(
      path.join(home, 'bin', 'initdb'),
      ['--pgdata', data, '--pwfile', passwordFile, ...options],
      { cwd: data, encoding: 'utf8', ...(user && { uid: user.uid, gid: user.gid }) },
    );
    if (done.status !== 0) throw new Error(`initdb failed: ${done.error?.message ?? done.stderr.trim()}`);
  } finally {
    rmSync(passwordFile, { force: true });
  }
}

/** A server that a killed run left behind is ended; a pid file that no server owns (a zombie's, too) is removed. */
async function clearLeftovers(data) {
  const pidFile = path.join(data, 'postmaster.pid');
  if (!existsSync(pidFile)) return;
  const pid = Number(readFileSync(pidFile, 'utf8').split('\n')[0]);
  if (identify(pid)?.command.includes(data)) {
    await end(pid, [
      { signal: 'SIGINT', waitMs: 10_000 },
      { signal: 'SIGQUIT', waitMs: 5_000 },
    ]);
  }
  rmSync(pidFile, { force: true });
}

async function connectWhenReady(connectionString, child) {
  for (let tries = 0; ; tries++) {
    const client = new pg.Client({ connectionString });
    client.on('error', () => {}); // the query under way is told
    try {
      await client.connect();
      return client;
    } catch (error) {
      await client.end().catch(() => {});
      const hopeless = error.code === '28P01'; // wrong password: the folder belongs to other secrets
      if (!child.running() || hopeless || tries > 600) {
        await child.stop();
        throw new Error(`PostgreSQL did not start: ${error.message}\n${lastLines(child.logFile)}`, {
          cause: error,
        });
      }
      await sleep(50);
    }
  }
}
