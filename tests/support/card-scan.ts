import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import type { Stack } from '../harness/stack';
import { allHistories, decrypted, textOf, withEngine } from './engine';
import type { History } from './engine';
import { CARD_NUMBERS } from './outside';

/** As payers type them, too: in groups of four. */
const WRITTEN = CARD_NUMBERS.flatMap((number) => [
  number,
  number.replace(/(\d{4})(?=\d)/g, '$1 '),
  number.replace(/(\d{4})(?=\d)/g, '$1-'),
]);
const PATTERN = WRITTEN.join('|');

/** Where a card number stands that must not: a table, a file or a workflow. Never the number itself. */
export type Finding = string;

/** Everything that the processes of a stack leave behind; it must be up. */
export async function scanStack(stack: Stack): Promise<Finding[]> {
  return [
    ...(await scanDatabases(stack.urls.database)),
    ...(await scanHistories(stack)),
    ...scanFiles(folderOf(stack)),
  ];
}

/** Where its processes keep their data and their logs. */
export const folderOf = ({ env }: Stack): string => path.dirname(env.SANDBOX_DATA_DIR!);

/**
 * Every row of every table of every database on the server, whole and as text.
 * @param wanted for where others have databases there, which come and go
 */
export async function scanDatabases(
  serverUrl: string,
  wanted: (database: string) => boolean = () => true,
): Promise<Finding[]> {
  const names = await withClient(serverUrl, (client) =>
    client.query<{ datname: string }>(
      'select datname from pg_database where datallowconn and not datistemplate',
    ),
  );
  const found = [];
  for (const { datname } of names.rows.filter((row) => wanted(row.datname))) {
    const url = new URL(serverUrl);
    url.pathname = `/${datname}`;
    found.push(...(await withClient(url.href, scanDatabase)));
  }
  return found;
}

async function scanDatabase(client: pg.Client): Promise<Finding[]> {
  const { rows: tables } = await client.query<{ name: string }>(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables
     where schemaname not in ('pg_catalog', 'information_schema')`,
  );
  const found = [];
  for (const { name } of tables) {
    const { rows } = await client.query<{ count: number }>(
      `select count(*)::int as count from ${name} t where t::text ~ '${PATTERN}'`,
    );
    const { count } = rows[0]!;
    if (count > 0) found.push(`${count} rows of ${name}`);
  }
  return found;
}

async function withClient<T>(connectionString: string, use: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    return await use(client);
  } finally {
    await client.end();
  }
}

/** Every file below the folder, byte by byte: logs, Temporal's SQLite, the sandbox's journal, Postgres' own files. */
export function scanFiles(folder: string): Finding[] {
  return readdirSync(folder).flatMap((name) => {
    const file = path.join(folder, name);
    const kind = statSync(file, { throwIfNoEntry: false });
    if (kind?.isDirectory()) return scanFiles(file);
    if (!kind?.isFile()) return [];
    const content = readFileSync(file);
    return WRITTEN.some((number) => content.includes(number)) ? [file] : [];
  });
}

/** Every workflow's history, decrypted. */
export async function scanHistories(stack: Stack): Promise<Finding[]> {
  return withEngine(stack, async (client) => {
    const found = [];
    for (const { workflowId, history } of await allHistories(client)) {
      if (await tellsCard(history, stack.env.PAYLOAD_KEYS!)) found.push(`history of ${workflowId}`);
    }
    return found;
  });
}

/** Security codes are looked for by the name of their field: three digits prove nothing. */
export async function tellsCard(history: History, payloadKeys: string): Promise<boolean> {
  const forbidden = new RegExp(`${PATTERN}|securityCode|security_code"`);
  return forbidden.test(textOf(await decrypted(history, payloadKeys)));
}
