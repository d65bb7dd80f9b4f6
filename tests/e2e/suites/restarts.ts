import { eventually } from '../../support/eventually';
import { goBack, payOnPage, typeCard, typeCode } from '../../support/payer';
import type { World } from '../../support/world';
import { openPage } from './pages';

const PAID = { charges: 1, captures: 1, registrations: 1 };
/** In the order of starting; each part's own way of being asked to stop. */
const PARTS = [
  ['postgres', 'SIGINT'],
  ['temporal', 'SIGINT'],
  ['sandbox', 'SIGTERM'],
  ['worker', 'SIGTERM'],
  ['api', 'SIGTERM'],
] as const;

type Health = { status: string; parts: Record<string, boolean> };

/** What is under way survives. Run last: everything is stopped here. */
export function restarts(world: () => World): void {
  test('PLT-1 pages that were open before a restart of everything are paid afterwards', async () => {
    const { stack, channel, outside } = world();
    const page = await openPage(world());
    const challenged = await openPage(world());
    const asked = await typeCard(challenged.redirectUrl, '4000000000003220');
    for (const [part, signal] of [...PARTS].reverse()) await stack.kill(part, signal);
    for (const [part] of PARTS) await stack.start(part);

    expect(await channel.payment(page.id)).toMatchObject({ status: 'awaiting_payer' });
    await payOnPage(page.redirectUrl);
    await goBack(await typeCode(asked.goesTo!, '123456'));
    for (const { id } of [page, challenged]) {
      expect(await channel.untilEnded(id)).toMatchObject({ status: 'succeeded' });
      expect(await outside.books(id)).toMatchObject(PAID);
    }
  }, 180_000);

  test('PLT-1 a payment that is accepted while the engine is away is carried out when it is back', async () => {
    const { stack, channel, outside, cards } = world();
    await stack.kill('temporal');
    const { status, body } = await channel.pay({ source: { type: 'card', cardId: cards.good } });
    expect([status, body.status]).toEqual([202, 'processing']);
    await stack.start('temporal');
    // Nobody asks again: the sweep finds it.
    expect(await channel.untilEnded(body.id)).toMatchObject({ status: 'succeeded' });
    expect(await outside.books(body.id)).toMatchObject({ charges: 1, registrations: 1 });
  }, 120_000);

  test('PLT-1 readiness says that Postgres is away, and that it is back', async () => {
    const { stack, channel, cards } = world();
    const health = async (): Promise<[number, Health]> => {
      const { status, body } = await channel.call<Health>('GET', '/health/ready');
      return [status, body];
    };
    await stack.kill('postgres');
    await eventually(async () =>
      expect(await health()).toMatchObject([
        503,
        { status: 'not_ready', parts: { store: false, engine: true } },
      ]),
    );
    const order = { source: { type: 'card', cardId: cards.good } };
    const refused = await channel.pay(order);
    expect([refused.status, refused.headers.has('retry-after')]).toEqual([503, true]);
    // Its orphans may need a moment to be gone.
    await eventually(() => stack.start('postgres'));
    await eventually(async () => expect(await health()).toMatchObject([200, { parts: { store: true } }]));
    const { body } = await channel.payPatiently(order);
    expect(await channel.untilEnded(body.id)).toMatchObject({ status: 'succeeded' });
  }, 120_000);
}
