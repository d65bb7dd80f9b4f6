import { CallCentre } from '../crash/call-centre';
import type { Taken } from '../crash/call-centre';
import { crash } from '../crash/waves';
import type { Victim } from '../crash/waves';
import { folderOf, scanDatabases, scanFiles, scanHistories } from '../support/card-scan';
import type { Payment } from '../support/channel';
import { eventually } from '../support/eventually';
import { lineOf, untilLineIs, watchClosely } from '../support/lines';
import { personOf } from '../support/person';
import type { Person } from '../support/person';
import { allRefunds, askRefund, timesGiven } from '../support/refunds';
import { useWorld } from '../support/world';
import { numbersInVault } from './suites/vault';

const world = useWorld({
  durable: true,
  people: true,
  // Longer than calls are held here before they are carried out, and then nobody denies to have seen them.
  env: { ACQUIRER_ABSENT_AFTER_MS: '7000', SWEEP_EVERY_MS: '2000', STRANDED_AFTER_MS: '4000' },
  scanned: true,
});
/** A worker that was killed is missed after a while only, and a line that failed is left alone for a while. */
jest.setTimeout(180_000);

const LIMIT_MS = 300_000;
const PAYMENTS = 100;
/** After so many payments, each time, a refund is batched. */
const REFUND_AFTER = [20, 40, 60, 80];
const REFUSED_CARD = 30;
const FORWARD_PER_SECOND = 20;
const EVERYTHING: Victim[] = ['postgres', 'temporal', 'worker', 'api'];

let centre: CallCentre;
let sold: string[];
let olga: Person;
let outage: string;

beforeAll(async () => {
  const { stack, outside } = world();
  await watchClosely(await personOf(stack, 'adam'), FORWARD_PER_SECOND);
  // One who does what he is told each time he is told it.
  await outside.settings({ acquirer: { idempotent: false } });
  centre = await CallCentre.open(world());
  olga = centre.operators[0]!;
  sold = [];
  for (const _ of REFUND_AFTER) sold.push(await centre.sell());
}, LIMIT_MS);

const payOrder = (batch?: boolean): object => ({
  source: { type: 'card', cardId: world().cards.good },
  ...(batch && { batch }),
});
const said = ({ status, body }: { status: number; body: object }): unknown => [
  status,
  (body as { code?: string }).code,
];
const waiting = async (): Promise<number> => {
  const { payments, refunds } = (await lineOf(olga)).batched;
  return payments + refunds;
};

describe('an outage of the acquirer', () => {
  test('SWI-6 is seen, and said', async () => {
    const { outside } = world();
    expect(await lineOf(olga)).toMatchObject({ status: 'up', batched: { payments: 0, refunds: 0 } });
    outage = await outside.fault({ target: 'acquirer', kind: 'outage' });
    await untilLineIs(olga, 'down');
  });

  test('SWI-6 keeps out what is not batched, and whoever may not batch', async () => {
    const { stack, channel } = world();
    const omar = await personOf(stack, 'omar');
    const down = [503, 'line_down'];
    const forbidden = [403, 'scope_missing'];
    const answers = await Promise.all([channel.pay(payOrder()), olga.pay(payOrder()), omar.pay(payOrder())]);
    expect(answers.map(said)).toEqual([down, down, down]);
    expect(answers[0].headers.has('retry-after')).toBe(true);
    expect(said(await omar.pay(payOrder(true)))).toEqual(forbidden);
    expect(said(await askRefund(olga, sold[0]!))).toEqual(down);
    expect(said(await askRefund(omar, sold[0]!, { batch: true }))).toEqual(forbidden);
    expect(await waiting()).toBe(0);
  });

  test(
    'SWI-6 does not stop operators who may: a hundred payments and some refunds are batched',
    async () => {
      for (let count = 1; count <= PAYMENTS; count += 1) {
        const { status, body } = await centre.batchPayment({ refused: count === REFUSED_CARD });
        expect([status, body.status, body.funding.status]).toEqual([202, 'batched', 'pending']);
        const place = REFUND_AFTER.indexOf(count);
        if (place >= 0) await centre.batchRefund(sold[place]!);
      }
      expect(await lineOf(olga)).toMatchObject({
        status: 'down',
        batched: { payments: PAYMENTS, refunds: REFUND_AFTER.length },
      });
      const { items } = await olga.get<{ items: Payment[] }>('/v1/payments?status=batched&limit=200');
      expect(items).toHaveLength(PAYMENTS);
      expect(await centre.sent()).toEqual([]);
    },
    LIMIT_MS,
  );

  test('SWI-6 leaves time to take some back', async () => {
    const refund = centre.taken.findIndex(({ kind }) => kind === 'refund');
    for (const place of [0, 7, refund, 50]) await centre.cancel(place);
    expect(await waiting()).toBe(centre.toSend.length);
  });

  test(
    'SWI-6 survived by all of them, when everything is killed and started again meanwhile',
    async () => {
      await crash(world(), EVERYTHING);
      const { payments, refunds } = await eventually(async () => (await lineOf(olga)).batched);
      expect(payments + refunds).toBe(centre.toSend.length);
      await untilLineIs(olga, 'down');
      await centre.cancel(90);
      const { items } = await olga.get<{ items: Payment[] }>('/v1/payments?status=batched&limit=200');
      const left = centre.toSend.filter(({ kind }) => kind === 'payment').map(({ id }) => id);
      expect(items.map(({ id }) => id).sort()).toEqual([...left].sort());
      expect(await centre.sent()).toEqual([]);
    },
    LIMIT_MS,
  );
});

describe('its end', () => {
  /** Has the call of one that waits for its turn held at the acquirer, and kills in the middle of it. */
  async function killAmid(victims: Victim[], { id, kind }: Taken): Promise<void> {
    const { outside } = world();
    const operation = kind === 'payment' ? 'authorisations' : 'refunds';
    const match = { reference: id };
    const held = await outside.fault({ target: 'acquirer', operation, kind: 'delay', ms: 2_000, match });
    if (!(await outside.struck(held, 120_000))) throw new Error(`${id} was not sent`);
    // Before, as those that live send the others while the dead are started again.
    expect(await waiting()).toBeGreaterThan(0);
    await crash(world(), victims);
  }

  test(
    'SWI-6 lets them go by themselves, though the worker is killed amid them, and later the API',
    async () => {
      const { outside } = world();
      await outside.lift(outage);
      await killAmid(['worker'], centre.toSend[20]!);
      await killAmid(['api'], centre.toSend[60]!);
      await eventually(async () => expect(await waiting()).toBe(0), 200_000);
      await untilLineIs(olga, 'up', 120_000);
    },
    LIMIT_MS,
  );

  test('SWI-6 brings each a response, which is there to be checked', async () => {
    const expected = new Map(centre.taken.map(({ id, endsAs }) => [id, endsAs as string]));
    await eventually(async () => {
      const { items } = await olga.get<{ items: Payment[] }>('/v1/payments?batched=true&limit=200');
      const refunds = await allRefunds(olga, 'batched=true');
      const found = [...items, ...refunds].map(({ id, status }) => [id, status] as const);
      expect(new Map(found)).toEqual(expected);
    });
    const declined = centre.taken.find(({ endsAs }) => endsAs === 'declined')!;
    expect(await olga.payment(declined.id)).toMatchObject({ funding: { declineCode: 'insufficient_funds' } });
  });

  test('SWI-6 sends each once, in the order in which they were taken on, and none that was taken back', async () => {
    const { outside } = world();
    expect(await centre.sent()).toEqual(centre.toSend.map(({ id }) => id));
    for (const { kind, id, endsAs } of centre.taken) {
      const times = endsAs === 'succeeded' ? 1 : 0;
      if (kind === 'refund') expect(await timesGiven(outside, id)).toEqual({ card: times, account: times });
      else expect(await outside.books(id)).toMatchObject({ charges: times, registrations: times });
    }
  });

  test('SWI-6 leaves a ledger that is balanced, a log that is intact, and a line that takes the next', async () => {
    const { channel } = world();
    expect(await channel.ledger()).toMatchObject({ balanced: true, problems: [] });
    await eventually(async () =>
      expect(await channel.get('/v1/audit/verification')).toMatchObject({ intact: true, unsealed: 0 }),
    );
    const { status, body } = await channel.pay(payOrder());
    expect(status).toBe(201);
    expect(await channel.untilEnded(body.id)).toMatchObject({ status: 'succeeded' });
  });
});

describe('numbers in the vault', () => numbersInVault(world));

describe('after all of this', () => {
  test('SWI-6 SWI-8 ONE-6 no card number is in any table, the vault’s among them', async () => {
    expect(await scanDatabases(world().stack.urls.database)).toEqual([]);
  });

  test('SWI-6 SWI-8 ONE-6 no card number is in any decrypted history', async () => {
    expect(await scanHistories(world().stack)).toEqual([]);
  });

  test('SWI-6 SWI-8 ONE-6 no card number is in any file: logs, the vault’s own, and the data of all that ran', () => {
    expect(scanFiles(folderOf(world().stack))).toEqual([]);
  });
});
