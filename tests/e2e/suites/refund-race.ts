import { randomUUID } from 'node:crypto';
import { execFile } from 'node:child_process';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { Channel } from '../../support/channel';
import type { Reply } from '../../support/channel';
import { eventually } from '../../support/eventually';
import type { Operation } from '../../support/outside';
import { inTurns } from '../../support/in-turns';
import { personOf } from '../../support/person';
import type { Person } from '../../support/person';
import { allRefunds, askRefund, decideRefund, euros } from '../../support/refunds';
import type { Refund } from '../../support/refunds';
import type { World } from '../../support/world';

const CAPTURED = 100_000;
const REQUESTS = 1_000;
/** Managers' decisions, each of which moves money. */
const DECISIONS_AT_ONCE = 50;
/** What says clearly that the same request may be sent again. */
const LATER = [409, 429, 503];
/** 100 to 499, about 300 on average: a third of the requests fit. */
const amountOf = (index: number): number => 100 + ((index * 7919) % 400);
const LIMIT_MS = 300_000;

/** The shop that sold it, with one more key. */
async function newKeyOfShop({ stack }: World): Promise<Channel> {
  const program = path.resolve(__dirname, '..', '..', '..', 'dist', 'workers', 'keys.js');
  const scopes = 'payments:create,payments:read,refunds:request';
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [program, 'grant', '--channel', 'shop', '--scopes', scopes, '--json'],
    { env: { ...process.env, DATABASE_URL: stack.urls.database } },
  );
  return new Channel(stack.urls.api, (JSON.parse(stdout) as { key: string }).key);
}

const sumOf = (amounts: readonly { amount: { value: number } }[]): number =>
  amounts.reduce((sum, { amount }) => sum + amount.value, 0);

/** A thousand refunds of one payment, asked for at once. */
export function refundRace(world: () => World): void {
  let paymentId: string;
  let maria: Person;
  let adam: Person;
  let answers: Reply<Refund>[];
  /** Of all that was sent, also of what was sent again. */
  const told: string[] = [];
  let accepted: Refund[];
  const refundsOf = (query = ''): Promise<Refund[]> => allRefunds(maria, `paymentId=${paymentId}${query}`);

  /** One of the thousand, and the same again where it is told to come later. */
  async function ask(who: Channel, index: number): Promise<Reply<Refund>> {
    for (const key = randomUUID(); ; await sleep(500)) {
      const reply = await askRefund(who, paymentId, { amount: euros(amountOf(index)) }, key);
      told.push(`${reply.status} ${reply.body.code ?? ''}`.trim());
      if (!LATER.includes(reply.status)) return reply;
    }
  }

  /** What a manager is told. Where the engine was too busy to say so in time, the same again is told what the first would have been. */
  async function approve(manager: Person, id: string): Promise<string> {
    for (const key = randomUUID(); ; await sleep(500)) {
      const { status, body } = await decideRefund(manager, id, 'approval', {}, key);
      const said = `${status} ${body.code ?? ''}`.trim();
      if (status !== 503 && said !== '409 request_in_progress') return said;
    }
  }

  beforeAll(async () => {
    const { stack, outside, cards } = world();
    const shop = [await newKeyOfShop(world()), await newKeyOfShop(world())] as const;
    // Whatever is sent is carried out, and only the size of each refund is limited: nobody out there saves us.
    await outside.settings({ acquirer: { idempotent: false }, biller: { idempotent: false } });
    const source = { type: 'card', cardId: cards.good };
    const { body } = await shop[0].pay({ amount: euros(CAPTURED), source });
    expect(await shop[0].untilEnded(body.id)).toMatchObject({ status: 'succeeded' });
    paymentId = body.id;

    const [olga, omar] = [await personOf(stack, 'olga'), await personOf(stack, 'omar')];
    [maria, adam] = [await personOf(stack, 'maria'), await personOf(stack, 'adam')];
    const askers = [olga, omar, maria, adam, ...shop];
    // All are on their way before the first is answered, each on a socket of its own.
    answers = await Promise.all(
      Array.from({ length: REQUESTS }, (_, index) => ask(askers[index % askers.length]!, index)),
    );
    accepted = answers.filter(({ status }) => status === 201).map(({ body: refund }) => refund);
  }, LIMIT_MS);

  test('SWI-4 none is left without a clear answer', () => {
    const clear = ['201', '422 refund_exceeds_capture'];
    const counts = new Map<string, number>();
    for (const one of told) counts.set(one, (counts.get(one) ?? 0) + 1);
    const others = [...counts.keys()].filter((one) => !clear.includes(one));
    if (others.length > 0)
      console.info(
        'told to come later:',
        others.map((one) => [one, counts.get(one)]),
      );
    expect(others.filter((one) => !/^(409|429|503) [a-z_]+$/.test(one))).toEqual([]);
  });

  test('SWI-4 each is either taken or told that it exceeds the capture', () => {
    const others = answers.filter(
      ({ status, body }) => status !== 201 && !(status === 422 && body.code === 'refund_exceeds_capture'),
    );
    expect(others.map(({ status, body }) => `${status} ${body.code}`)).toEqual([]);
    expect(accepted.length).toBeGreaterThan(REQUESTS / 5);
    expect(accepted.length).toBeLessThan(REQUESTS / 2);
  });

  test('SWI-4 those that are taken never exceed the capture, and leave no room for any that was refused', async () => {
    const taken = sumOf(accepted);
    expect(taken).toBeLessThanOrEqual(CAPTURED);
    const least = Math.min(
      ...answers.flatMap(({ status }, index) => (status === 422 ? [amountOf(index)] : [])),
    );
    expect(CAPTURED - taken).toBeLessThan(least);
    const { refunds } = await maria.get<{ refunds: object }>(`/v1/payments/${paymentId}`);
    expect(refunds).toEqual({ reserved: taken, refunded: 0 });
    const found = await refundsOf();
    expect(found.map(({ id }) => id).sort()).toEqual(accepted.map(({ id }) => id).sort());
  });

  test(
    'SWI-4 all of them approved at once by two managers, each by one of them',
    async () => {
      const verdicts = await inTurns(DECISIONS_AT_ONCE, accepted, ({ id }) =>
        Promise.all([maria, adam].map((manager) => approve(manager, id))),
      );
      const MAY_BE = ['200,403 refund_own_request', '200,409 refund_not_pending'];
      for (const both of verdicts) expect(MAY_BE).toContain(both.sort().join());
      await eventually(async () => {
        const open = (await refundsOf()).filter(({ status }) => status !== 'succeeded');
        expect(open).toEqual([]);
      }, 200_000);
    },
    LIMIT_MS,
  );

  test('SWI-4 the card has exactly that back, the account lost exactly that, and nothing of it twice', async () => {
    const { outside, channel } = world();
    const operations = await outside.operations('rfd_');
    for (const [target, kind, step] of [
      ['acquirer', 'refund', 'refund'],
      ['biller', 'reversal', 'debit'],
    ]) {
      const done: Operation[] = operations.filter((one) => one.target === target && one.kind === kind);
      expect(done.map(({ reference }) => reference).sort()).toEqual(
        accepted.map(({ id }) => `${id}.${step}`).sort(),
      );
      expect(sumOf(done)).toBe(sumOf(accepted));
      expect(done.filter(({ status }) => status === 'declined' || status === 'refused')).toEqual([]);
    }
    const { refunds } = await maria.get<{ refunds: object }>(`/v1/payments/${paymentId}`);
    expect(refunds).toEqual({ reserved: sumOf(accepted), refunded: sumOf(accepted) });
    expect(await channel.ledger()).toMatchObject({ balanced: true, problems: [] });
  });
}
