import { setTimeout as sleep } from 'node:timers/promises';
import { Shop } from '../crash/shop';
import { isInGoodHands, wrongsOf, wrongsOfTakenBack } from '../crash/verdict';
import { STEPS } from '../crash/steps';
import type { Step } from '../crash/steps';
import { crash, killAtEachStep } from '../crash/waves';
import type { Victim } from '../crash/waves';
import { hasEnded } from '../support/channel';
import type { Payment } from '../support/channel';
import { eventually } from '../support/eventually';
import { personOf } from '../support/person';
import { useWorld } from '../support/world';

const LIMIT_MS = 300_000;

const world = useWorld({
  durable: true,
  people: true,
  env: {
    // Longer than the sandbox keeps calls waiting, so that these are in their middle until somebody dies.
    ACQUIRER_TIMEOUT_MS: '7000',
    BILLER_TIMEOUT_MS: '7000',
    // "Never seen" is to be believed. A call may leave until half of this is over; in the other half, the sandbox keeps it waiting
    // and then denies to have seen it.
    ACQUIRER_ABSENT_AFTER_MS: '13000',
    BILLER_ABSENT_AFTER_MS: '10000',
    SWEEP_EVERY_MS: '2000',
    STRANDED_AFTER_MS: '3000',
    ANSWER_TIMEOUT_MS: '5000',
  },
});

const VICTIMS: readonly Victim[][] = [
  ['api'],
  ['worker'],
  ['postgres'],
  ['postgres', 'api'],
  ['temporal', 'worker', 'api'],
];

/** Of these, the death of each must have met every step: the API and the workers are those that make the calls. */
const ALONE = VICTIMS.slice(0, 2);

/** What lines do by themselves, once each a round. */
const LINE_FAULTS = [
  { target: 'acquirer', operation: 'authorisations', kind: 'dropAfter' },
  { target: 'acquirer', operation: 'captures', kind: 'dropAfter' },
  { target: 'acquirer', operation: 'operations', kind: 'error' },
  { target: 'biller', operation: 'registrations', kind: 'dropBefore' },
];

/** So long do deaths go on that two looks for a late result may meet one each; the third would come in ten minutes. */
async function lookEachMinute(): Promise<void> {
  const adam = await personOf(world().stack, 'adam');
  const { version } = await adam.get<{ version: number }>('/v1/settings');
  const changes = { retries: { lateResultMs: Array<number>(30).fill(60_000) } };
  expect((await adam.call('PATCH', '/v1/settings', { version, changes })).status).toBe(200);
}

let shop: Shop;
const ids = async (): Promise<string[]> =>
  (await Promise.all(shop.asked.map(({ answered }) => answered))).map(({ body }) => body.id);

describe.each([
  ['honours idempotency keys', true],
  ['executes whatever it is sent', false],
])('an outside world that %s', (_, idempotent) => {
  /** Steps that were never in their middle at a death, by who died. */
  const missed = new Map<readonly Victim[], readonly Step[]>();

  beforeAll(async () => {
    if (!shop) await lookEachMinute();
    shop ??= new Shop(world());
    await world().outside.settings({ acquirer: { idempotent, absentLagMs: 1500 }, biller: { idempotent } });
  });

  test.each(VICTIMS.map((victims) => [victims.join(' and '), victims] as const))(
    'PLT-2 %s killed while payments are at every step',
    async (_name, victims) => {
      const alone = ALONE.includes(victims);
      missed.set(victims, await killAtEachStep(world(), shop, victims, alone ? 10 : 2));
      if (alone) expect(missed.get(victims)).toEqual([]);
    },
    LIMIT_MS,
  );

  test('ONE-8 every step was met in its middle', () => {
    for (const [victims, steps] of missed) {
      if (steps.length > 0) process.emitWarning(`${victims.join(' and ')} never killed ${steps.join(', ')}`);
    }
    expect(missed.size).toBe(VICTIMS.length);
    expect(STEPS.filter((step) => [...missed.values()].every((steps) => steps.includes(step)))).toEqual([]);
  });
});

test(
  'PLT-2 killed at any moment, under load',
  async () => {
    const victims: Victim[][] = [['api'], ['worker'], ['postgres'], ['api', 'worker']];
    for (const [round, victim] of victims.entries()) {
      for (const fault of LINE_FAULTS) await world().outside.fault(fault);
      for (let count = 0; count < 5; count += 1) shop.byCard();
      const pages = [shop.byPage(), shop.byPage()];
      await sleep(100 + 150 * round);
      for (const page of pages) void page.pay();
      await sleep(50 * round);
      await crash(world(), victim);
    }
  },
  LIMIT_MS,
);

describe('afterwards', () => {
  let payments: Payment[];

  beforeAll(async () => {
    await world().outside.noFaults();
    await shop.closed();
    const all = await ids();
    // Those with a long time to wait need not end here, but there is more to see of those that do.
    await eventually(async () => {
      payments = await Promise.all(all.map((id) => world().channel.payment(id)));
      // Not at once again: even reading has its limit.
      await sleep(500);
      expect(payments.filter((payment) => !hasEnded(payment))).toEqual([]);
    }, 60_000).catch(() => undefined);
  }, LIMIT_MS);

  test('ONE-8 everybody was answered', async () => {
    const answers = await Promise.all(shop.asked.map(({ answered }) => answered));
    expect(answers.filter(({ status }) => status !== 201 && status !== 202)).toEqual([]);
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(shop.asked.length);
  });

  test('ONE-8 whoever asks again with the same key hears of the same payment', async () => {
    for (const { key, order, answered } of shop.asked) {
      const { status, body } = await answered;
      const again = await world().channel.payPatiently(order, key);
      if (status === 201) expect(again).toMatchObject({ status, body });
      else expect(again).toMatchObject({ body: { id: body.id } });
    }
  });

  test(
    'PLT-2 what was authorised on a page that was taken back is let go once and never captured',
    async () => {
      expect(shop.takenBack.length).toBeGreaterThan(0);
      for (const taken of shop.takenBack) {
        await eventually(async () => expect(await wrongsOfTakenBack(world(), taken)).toEqual([]), 200_000);
      }
    },
    LIMIT_MS,
  );

  test('PLT-2 a card whose registration was repeated with the same key is there once', async () => {
    expect(shop.registrations.length).toBeGreaterThan(0);
    for (const registration of shop.registrations) {
      const id = await registration.registered;
      const path = `/v1/customers/${registration.customerId}/cards`;
      expect(await shop.registerAgain(registration)).toBe(id);
      expect(await world().channel.get(path)).toMatchObject({ items: [{ id }] });
    }
  });

  test('PLT-2 no payment was charged, captured or registered twice, and the outside world agrees with each', async () => {
    const { outside } = world();
    const wrong = [];
    for (const payment of payments) {
      const operations = await outside.operations(payment.id);
      const balance = (await outside.balance(payment.account.value)) ?? 0;
      wrong.push(...wrongsOf(payment, operations, balance));
    }
    expect(wrong).toEqual([]);
  });

  test('PLT-1 every payment has ended, or a person has it, or its workflow waits to look again', async () => {
    const lost = [];
    for (const { id } of payments) {
      const payment = await world().channel.payment(id);
      if (!(await isInGoodHands(world(), payment))) lost.push(`${id} is ${payment.status}`);
    }
    expect(lost).toEqual([]);
    expect(payments.filter(({ status }) => status === 'succeeded').length).toBeGreaterThan(
      payments.length / 2,
    );
  });

  test('PLT-2 the ledger sums to zero, and what is in transit is what is funded and not finished', async () => {
    const { channel } = world();
    await eventually(async () => {
      const { balanced, problems, accounts } = await channel.ledger();
      expect({ balanced, problems }).toEqual({ balanced: true, problems: [] });
      const { items } = await channel.get<{ items: Payment[] }>(
        '/v1/payments?status=funded&status=reversing&limit=200',
      );
      const unfinished = items.reduce((sum, { amount }) => sum + amount.value, 0);
      const inTransit = accounts.find(({ account }) => account === 'payments:in_transit');
      expect(Number(inTransit?.balance)).toBe(unfinished === 0 ? 0 : -unfinished);
    });
  });

  test('PLT-2 the log is intact', async () => {
    expect(await world().channel.get('/v1/audit/verification')).toMatchObject({ intact: true });
  });
});
