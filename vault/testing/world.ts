import { createHmac, randomBytes } from 'node:crypto';
import type { Pool } from 'pg';
import { pino } from 'pino';
import { freshDatabase } from '../../tests/harness/database';
import { OutgoingAcquirer } from '../acquirer';
import { createVaultApp } from '../app';
import { openDatabase } from '../database';
import type { VaultDeps } from '../deps';
import { MasterKeys } from '../master-keys';
import { Records } from '../records';
import { startServer } from '../server';

export const ORIGIN = 'https://console.example';
export const TICKET_SECRET = 'ticket-secret-of-at-least-32-characters';
export const FORWARD_SECRET = 'forward-secret-of-at-least-32-characters';
export const CARD = { number: '4242424242424242', expiryMonth: 12, expiryYear: 2040 };

export const newKey = (id: string): string => `${id}:${randomBytes(32).toString('base64')}`;

/** A ticket as the API makes them, or with something else in it. */
export function makeTicket(claims: object = {}, secret = TICKET_SECRET): string {
  const nonce = randomBytes(16).toString('base64url');
  const standard = { user: 'usr_1', expires: Math.floor(Date.now() / 1000) + 120, nonce };
  const body = Buffer.from(JSON.stringify({ ...standard, ...claims })).toString('base64url');
  const signature = createHmac('sha256', secret).update(`vt1.${body}`).digest('base64url');
  return `vt1.${body}.${signature}`;
}

export interface Reply {
  status: number;
  headers: Headers;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  body: any;
  text: string;
}

/** A listening vault on a database of its own. */
export interface VaultWorld {
  url: string;
  pool: Pool;
  records: Records;
  databaseUrl: string;
  logged(): string;
  /** As a browser on the console's page does. */
  enter(card?: unknown, options?: { ticket?: string; headers?: Record<string, string> }): Promise<Reply>;
  /** As a worker does. */
  asWorker(path: string, body?: unknown, secret?: string): Promise<Reply>;
  send(method: string, path: string, headers: Record<string, string>, body?: string): Promise<Reply>;
  /** Ends it, and starts another on the same database, with these keys. */
  restart(masterKeys: string): Promise<VaultWorld>;
  close(): Promise<void>;
}

export interface WorldOptions {
  masterKeys?: string;
  acquirerUrl?: string;
  acquirerTimeoutMs?: number;
  changes?: Partial<VaultDeps>;
}

export async function startVault(options: WorldOptions = {}): Promise<VaultWorld> {
  const database = await freshDatabase();
  return startOn(database.url, { masterKeys: newKey('k1'), ...options });
}

async function startOn(databaseUrl: string, options: WorldOptions): Promise<VaultWorld> {
  const { masterKeys = '', acquirerUrl = 'http://127.0.0.1:9/acquirer', acquirerTimeoutMs = 3000 } = options;
  const lines: string[] = [];
  const log = pino({ level: 'trace' }, { write: (line: string) => void lines.push(line) });
  const keys = MasterKeys.parse(masterKeys);
  const pool = await openDatabase(databaseUrl, keys, { onError: () => {}, poolSize: 5 });
  const records = new Records(pool);
  const acquirer = new OutgoingAcquirer({
    url: acquirerUrl,
    secret: 'sk_sandbox',
    timeoutMs: acquirerTimeoutMs,
  });
  const app = createVaultApp({
    records,
    keys,
    acquirer,
    ticketSecret: TICKET_SECRET,
    forwardSecret: FORWARD_SECRET,
    allowedOrigins: [ORIGIN],
    keepMs: 3_600_000,
    limits: { perUser: 1000, perAddress: 10_000 },
    trustedProxies: 0,
    log,
    now: () => new Date(),
    ...options.changes,
  });
  const server = await startServer(app, { host: '127.0.0.1', port: 0 });
  let closing: Promise<void> | undefined;
  const end = async (): Promise<void> => {
    await server.close(0);
    await acquirer.close();
    await pool.end();
  };
  const close = (): Promise<void> => (closing ??= end());
  const send: VaultWorld['send'] = async (method, path, headers, body) => {
    const response = await fetch(server.url + path, { method, headers, body });
    const text = await response.text();
    const reply = { status: response.status, headers: response.headers, text };
    return { ...reply, body: text === '' ? undefined : JSON.parse(text) };
  };
  const json = { 'content-type': 'application/json' };
  return {
    url: server.url,
    pool,
    records,
    databaseUrl,
    logged: () => lines.join(''),
    send,
    enter: (card = CARD, { ticket = makeTicket(), headers = {} } = {}) =>
      send(
        'POST',
        '/v1/card-numbers',
        { ...json, origin: ORIGIN, authorization: `Bearer ${ticket}`, ...headers },
        typeof card === 'string' ? card : JSON.stringify(card),
      ),
    asWorker: (path, body, secret = FORWARD_SECRET) =>
      send(
        'POST',
        path,
        { ...json, authorization: `Bearer ${secret}` },
        body === undefined ? body : JSON.stringify(body),
      ),
    restart: async (others) => {
      await close();
      return startOn(databaseUrl, { ...options, masterKeys: others });
    },
    close,
  };
}
