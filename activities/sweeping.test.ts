import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';
import type { PaymentRecord } from '../store/interfaces/payments';
import type { OrderPlace } from '../store/interfaces/reading';
import type { RefundRecord } from '../store/interfaces/refunds';
import { createSweepingActivities } from './sweeping';
import type { Swept } from './sweeping';

const SINCE = Date.parse('2026-03-01T12:00:00.000Z');

/** So many that nobody works on, each made a second after the one before. */
const strandedOnes = (prefix: string, count: number) =>
  Array.from({ length: count }, (_, index) => ({
    order: { id: `${prefix}_${String(index).padStart(4, '0')}`, createdAt: at(index) },
    state: {},
  }));
const at = (seconds: number): string => new Date(SINCE + seconds * 1000).toISOString();

type Stranded = ReturnType<typeof strandedOnes>;

const pageOf = (all: Stranded, limit: number, after: OrderPlace | undefined): Stranded =>
  all.filter(({ order }) => !after || order.createdAt > after.createdAt).slice(0, limit);

/** A store of many that are stranded, and what was taken up of them. */
function makeStranded(payments: Stranded, refunds: Stranded) {
  const taken: string[] = [];
  const atOnce = { now: 0, most: 0 };
  const reading = { failsBehind: '' };
  const takeUp = async ({ id }: { id: string }): Promise<void> => {
    atOnce.most = Math.max(atOnce.most, ++atOnce.now);
    await new Promise(setImmediate);
    atOnce.now -= 1;
    taken.push(id);
    if (id.endsWith('7')) throw new Error('not to be taken up');
  };
  const read = (all: Stranded) => async (_: number, limit: number, after?: OrderPlace) => {
    if (reading.failsBehind !== '' && after?.id === reading.failsBehind) throw new Error('gone');
    return pageOf(all, limit, after);
  };
  const { restartStranded } = createSweepingActivities({
    payments: { stranded: read(payments) as unknown as () => Promise<PaymentRecord[]> },
    refunds: { stranded: read(refunds) as unknown as () => Promise<RefundRecord[]> },
    restart: takeUp,
    restartRefund: takeUp,
    now: () => SINCE,
  });
  return { taken, atOnce, reading, restartStranded };
}

/** One try, and what it said last of how far it has come. */
async function attempt(restartStranded: (ms: number) => Promise<Swept>, heartbeatDetails?: unknown) {
  const environment = new MockActivityEnvironment(
    { heartbeatDetails },
    { logger: new DefaultLogger('ERROR') },
  );
  let said: unknown;
  environment.on('heartbeat', (details: unknown) => void (said = details));
  const swept = await environment.run(restartStranded, 0).catch((error: Error) => error.message);
  return { swept, said };
}

const ids = (all: Stranded): string[] => all.map(({ order }) => order.id);

describe('the sweep', () => {
  const [payments, refunds] = [strandedOnes('pay', 450), strandedOnes('rfd', 230)];

  it('takes up each payment and refund, a few at a time, whichever can’t be', async () => {
    const world = makeStranded(payments, refunds);
    const { swept } = await attempt(world.restartStranded);
    expect(swept).toEqual({ looked: 680, failed: 68 });
    expect(world.taken.sort()).toEqual([...ids(payments), ...ids(refunds)]);
    expect(world.atOnce.most).toBe(10);
  });

  it.each([
    ['payments', 'pay_0399'],
    ['refunds', 'rfd_0199'],
  ])('goes on in its next try where it broke off among the %s', async (_what, place) => {
    const world = makeStranded(payments, refunds);
    world.reading.failsBehind = place;
    const first = await attempt(world.restartStranded);
    expect(first.swept).toBe('gone');
    expect(world.taken.at(-1)).toBe(place);
    world.reading.failsBehind = '';
    const { swept } = await attempt(world.restartStranded, first.said);
    expect(swept).toEqual({ looked: 680, failed: 68 });
    expect(world.taken).toEqual([...ids(payments), ...ids(refunds)]);
  });
});
