import { PrismaPg } from '@prisma/adapter-pg';
import { Pool, type PoolClient } from 'pg';
import { translate } from './failures';
import { PrismaClient } from './generated/prisma/client';

/** With a name, each connection prepares it once. */
export interface Statement {
  name?: string;
  text: string;
}

export interface DatabaseOptions {
  /** `postgresql://user:password@host:port/database`. */
  databaseUrl: string;
  /** Connections at most; calls beyond it wait for one. */
  poolSize: number;
}

/** How long a call waits for a connection, and the server lets a statement run, in milliseconds. */
const CONNECT_TIMEOUT = 5_000;
const STATEMENT_TIMEOUT = 30_000;
/** When the server has not even said that it gave up, the line is dead. */
const ANSWER_TIMEOUT = STATEMENT_TIMEOUT + 5_000;

/** Begins a look at everything, however long it takes, as it is at one moment. */
export const BEGIN_SURVEY =
  'begin isolation level repeatable read read only; set local statement_timeout = 0';

/** One pool for raw statements and for Prisma. Every error that leaves it is translated. */
export class Database {
  readonly pool: Pool;
  private readonly prisma: PrismaClient;

  constructor({ databaseUrl, poolSize }: DatabaseOptions) {
    this.pool = new Pool({
      connectionString: inUtc(databaseUrl),
      max: poolSize,
      connectionTimeoutMillis: CONNECT_TIMEOUT,
      statement_timeout: STATEMENT_TIMEOUT,
      keepAlive: true,
      application_name: 'tillflow',
    });
    // An idle connection that breaks is dropped from the pool by itself; unheard, it would end the process.
    this.pool.on('error', () => undefined);
    this.prisma = new PrismaClient({ adapter: new PrismaPg(this.pool), errorFormat: 'minimal' });
  }

  /** Runs a raw statement: one round trip. */
  async rows<Row extends object>(statement: Statement, values: unknown[]): Promise<Row[]> {
    const query = { ...statement, values, query_timeout: ANSWER_TIMEOUT };
    try {
      return (await this.pool.query<Row>(query)).rows;
    } catch (error) {
      throw translate(error);
    }
  }

  /** Asks through Prisma. */
  async read<T>(ask: (prisma: PrismaClient) => Promise<T>): Promise<T> {
    try {
      return await ask(this.prisma);
    } catch (error) {
      throw translate(error);
    }
  }

  /** Runs `work` on one connection between `begin` and commit; any error rolls back. */
  async transaction<T>(begin: string, work: (client: PoolClient) => Promise<T>): Promise<T> {
    let client: PoolClient | undefined;
    let failure: Error | undefined;
    try {
      client = await this.pool.connect();
      client.on('error', ignore);
      await client.query(begin);
      const result = await work(client);
      await client.query('commit');
      return result;
    } catch (error) {
      failure = translate(error);
      throw failure;
    } finally {
      client?.off('error', ignore);
      // With an error the connection is closed, which rolls back.
      client?.release(failure);
    }
  }

  async close(): Promise<void> {
    await this.prisma.$disconnect();
    await this.pool.end();
  }
}

const ignore = (): void => undefined;

/** Prisma's adapter reads and writes times as if every session were in UTC, so each must be. */
function inUtc(databaseUrl: string): string {
  const url = new URL(databaseUrl);
  const options = url.searchParams.get('options');
  url.searchParams.set('options', [options, '-c TimeZone=UTC'].filter(Boolean).join(' '));
  return url.toString();
}
