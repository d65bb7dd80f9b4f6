// The database adapter that the WASM schema engine works through: Prisma's own adapter for pg, with three gaps closed that
// matter for migrations.
import { PrismaPg } from '@prisma/adapter-pg';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import pg from 'pg';

/** Postgres type ids that the adapter rejects ("char", name[], bpchar[]) and the ones that it reads them as. */
const READ_AS = { 18: 1042, 1003: 1009, 1002: 1009 };
const CHAR_OID = 18;
const CHARACTER_COLUMN = 6; // ColumnTypeEnum.Character

/** Connects, does the work, disconnects. */
export async function withClient(url, work) {
  const client = new pg.Client({ connectionString: String(url) });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/**
 * @param {string | undefined} datasourceUrl
 * @returns an adapter factory for the schema engine, and `close`, which ends every connection it has opened
 */
export function engineAdapter(datasourceUrl) {
  const pools = new Set();

  const urlOf = (database) => {
    const url = new URL(datasourceUrl ?? 'postgresql://nowhere.invalid/none');
    url.searchParams.delete('schema');
    if (database) url.pathname = `/${database}`;
    return url.toString();
  };

  const open = async (database, afterClose) => {
    const pool = new pg.Pool({ connectionString: urlOf(database), max: 1 });
    pool.on('error', () => {});
    pools.add(pool);
    const schema = (datasourceUrl && new URL(datasourceUrl).searchParams.get('schema')) ?? undefined;
    const adapter = await new PrismaPg(pool, { schema, disposeExternalPool: false }).connect();
    readSystemTypes(Object.getPrototypeOf(Object.getPrototypeOf(adapter)));
    // The adapter splits scripts at semicolons, which breaks function bodies: send a script whole.
    adapter.executeScript = async (sql) => {
      try {
        await pool.query(sql);
      } catch (error) {
        adapter.onError(error);
      }
    };
    adapter.dispose = async () => {
      if (pools.delete(pool)) await pool.end();
      await afterClose?.();
    };
    return adapter;
  };

  const factory = bindMigrationAwareSqlAdapterFactory({
    provider: 'postgres',
    adapterName: '@prisma/adapter-pg',
    connect: () => open(),
    // The adapter's own shadow database re-uses the connection string, whose database name then wins.
    connectToShadowDb: async () => {
      const name = `prisma_migrate_shadow_db_${globalThis.crypto.randomUUID()}`;
      await withClient(urlOf(), (client) => client.query(`create database "${name}"`));
      const drop = `drop database if exists "${name}" with (force)`;
      return open(name, () => withClient(urlOf(), (client) => client.query(drop)));
    },
  });
  const close = () => Promise.all([...pools].map((pool) => pool.end().catch(() => {})));
  return { factory, close };
}

/** Makes the adapter report system types as text instead of rejecting them. */
function readSystemTypes(queryable) {
  if (queryable.readsSystemTypes) return;
  queryable.readsSystemTypes = true;
  const { queryRaw, performIO } = queryable;
  queryable.queryRaw = async function (query) {
    let isChar = [];
    const remapped = async (...args) => {
      const result = await performIO.apply(this, args);
      isChar = result.fields.map((field) => field.dataTypeID === CHAR_OID);
      for (const field of result.fields) field.dataTypeID = READ_AS[field.dataTypeID] ?? field.dataTypeID;
      return result;
    };
    const answer = await queryRaw.call(Object.create(this, { performIO: { value: remapped } }), query);
    answer.columnTypes = answer.columnTypes.map((type, index) => (isChar[index] ? CHARACTER_COLUMN : type));
    return answer;
  };
}
