import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { Pool } from 'undici';
import type { Stack } from '../tests/harness/stack';
import { inFlight, round, timingOf } from './load';
import type { Timing } from './load';

/** Payments over HTTP, as a channel makes them. */
export interface PaymentLoad {
  /** `funding`: to the answer of the POST; `end`: to the store's last change of each payment. */
  run(
    concurrency: number,
    count: number,
    body?: object,
  ): Promise<{ funding: Timing; end: Timing; lastId: string }>;
  close(): Promise<void>;
}

const TEST_CARD = { number: '4242424242424242', expiryMonth: 12, expiryYear: 2035, securityCode: '123' };

export async function startPaymentLoad(stack: Stack): Promise<PaymentLoad> {
  const api = new Pool(stack.urls.api, { connections: 64, pipelining: 1 });
  const db = new pg.Client({ connectionString: stack.urls.database });
  await db.connect();
  let made = 0;
  const post = async (path: string, body: object): Promise<{ id: string; status: string }> => {
    const answer = await api.request({
      method: 'POST',
      path,
      headers: {
        authorization: `Bearer ${stack.apiKey}`,
        'content-type': 'application/json',
        'idempotency-key': `bench-${process.pid}-${++made}`,
      },
      body: JSON.stringify(body),
    });
    const text = await answer.body.text();
    if (answer.statusCode !== 201) throw new Error(`POST ${path} answered ${answer.statusCode}: ${text}`);
    return JSON.parse(text) as { id: string; status: string };
  };
  const card = await post('/v1/customers/bench/cards', { token: await tokenise(stack) });
  const order = (n: number): object => ({
    amount: { value: 1050, currency: 'EUR' },
    account: { by: 'msisdn', value: `+357991${String(n % 100_000).padStart(5, '0')}` },
    source: { type: 'card', cardId: card.id },
  });
  return {
    async run(concurrency, count, extra = {}) {
      const ids: string[] = [];
      const began = Date.now();
      const funding = await inFlight(concurrency, count, async (n) => {
        const payment = await post('/v1/payments', { ...order(n), ...extra });
        if (payment.status !== 'funded' && payment.status !== 'succeeded')
          throw new Error(`it is ${payment.status}`);
        ids.push(payment.id);
      });
      return { funding, end: await ends(db, ids, began), lastId: ids.at(-1)! };
    },
    close: async () => {
      await db.end();
      await api.close();
    },
  };
}

/** What a channel's own card form does: the number goes to the acquirer, never to the API. */
async function tokenise(stack: Stack): Promise<string> {
  const answer = await fetch(`${stack.urls.sandbox}/acquirer/v1/tokens`, {
    method: 'POST',
    headers: { authorization: 'Bearer pk_sandbox', 'content-type': 'application/json' },
    body: JSON.stringify(TEST_CARD),
  });
  return ((await answer.json()) as { token: string }).token;
}

/** Waits until all are over, and takes their times from the store: polling each would be a load of its own. */
async function ends(db: pg.Client, ids: string[], began: number): Promise<Timing> {
  for (const deadline = Date.now() + 60_000; ; await sleep(50)) {
    const { rows } = await db.query<{ open: number }>(
      `select count(*)::int as open from payment where id = any($1) and status <> 'succeeded'`,
      [ids],
    );
    if (rows[0]!.open === 0) break;
    if (Date.now() > deadline) throw new Error(`${rows[0]!.open} payments did not succeed`);
  }
  const { rows } = await db.query<{ ms: number; at: number }>(
    `select extract(epoch from updated_at - created_at)::float8 * 1000 as ms,
      extract(epoch from updated_at)::float8 * 1000 as at from payment where id = any($1)`,
    [ids],
  );
  const last = Math.max(...rows.map(({ at }) => at));
  return timingOf(
    rows.map(({ ms }) => round(ms)),
    last - began,
  );
}
