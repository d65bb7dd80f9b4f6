import { setTimeout as sleep } from 'node:timers/promises';
import type { Payment } from '../../support/channel';
import { eventually } from '../../support/eventually';
import { giveUp, goBack, payOnPage, typeCard, typeCode } from '../../support/payer';
import type { World } from '../../support/world';
import { CUSTOMER } from '../../support/world';

const PAID = { charges: 1, captures: 1, voids: 0, refunds: 0, registrations: 1 };
const RETURN_URL = 'https://shop.example/thanks?order=7';

/** Opens a page and gives the payment that waits for its payer. */
export async function openPage(world: World, more: object = {}): Promise<Payment & { redirectUrl: string }> {
  const { status, body } = await world.channel.pay({ source: { type: 'hosted_page' }, ...more });
  expect([status, body.status]).toEqual([201, 'awaiting_payer']);
  return body as Payment & { redirectUrl: string };
}

/** No callback tells of this payment, so that what the test does is all the news there is. */
async function withoutCallback({ outside }: World, { id }: Payment): Promise<void> {
  await outside.fault({
    target: 'acquirer',
    operation: 'callback',
    kind: 'noCallback',
    match: { reference: id },
  });
}

/** The acquirer tells of this payment so much later than it should. */
async function lateCallback({ outside }: World, id: string, ms: number): Promise<void> {
  const match = { reference: id };
  await outside.fault({ target: 'acquirer', operation: 'callback', kind: 'lateCallback', ms, match });
}

/** Payments on the acquirer's hosted page. */
export function hostedPages(world: () => World): void {
  async function expectPaidOnce(id: string): Promise<void> {
    expect(await world().channel.untilEnded(id)).toMatchObject({ status: 'succeeded' });
    expect(await world().outside.books(id)).toEqual(PAID);
  }

  test('ONE-6 the payer goes to the secure page, pays and is brought back to the shop', async () => {
    const { id, redirectUrl } = await openPage(world(), {
      source: { type: 'hosted_page', returnUrl: RETURN_URL },
    });
    const back = await payOnPage(redirectUrl);
    expect(back.status).toBe(303);
    const shop = new URL(back.goesTo!);
    expect(shop.origin + shop.pathname).toBe('https://shop.example/thanks');
    expect(shop.searchParams.get('order')).toBe('7');
    expect(shop.searchParams.get('paymentId')).toBe(id);
    expect(['funded', 'succeeded']).toContain(shop.searchParams.get('status'));
    await expectPaidOnce(id);
  });

  test('ONE-6 a channel without a page of its own has the outcome told to the payer', async () => {
    const { id, redirectUrl } = await openPage(world());
    const back = await payOnPage(redirectUrl);
    expect(back.status).toBe(200);
    expect(back.html).toContain(id);
    await expectPaidOnce(id);
  });

  test('ONE-6 a card that is refused three times is a decline', async () => {
    const { channel, outside } = world();
    const { id, redirectUrl } = await openPage(world());
    const tries = [];
    for (let count = 0; count < 3; count += 1) tries.push(await typeCard(redirectUrl, '4000000000000002'));
    expect(tries.map(({ status }) => status)).toEqual([402, 402, 303]);
    await goBack(tries[2]!);
    const end = await channel.untilEnded(id);
    expect(end).toMatchObject({ status: 'declined', funding: { declineCode: 'do_not_honour' } });
    expect(await outside.books(id)).toMatchObject({ charges: 0, registrations: 0 });
  });

  test('ONE-6 a payer who gives up on the page has cancelled the payment', async () => {
    const { id, redirectUrl } = await openPage(world());
    await goBack(await giveUp(redirectUrl));
    const end = await world().channel.untilEnded(id);
    expect(end).toMatchObject({ status: 'declined', funding: { declineCode: 'cancelled_by_payer' } });
  });

  test('ONE-6 a bank that asks for a code is answered on the page', async () => {
    const { id, redirectUrl } = await openPage(world());
    const asked = await typeCard(redirectUrl, '4000000000003220');
    expect((await typeCode(asked.goesTo!, '000000')).status).toBe(402);
    await goBack(await typeCode(asked.goesTo!, '123456'));
    await expectPaidOnce(id);
  });

  test('ONE-6 a callback that comes twice and before the payer changes nothing', async () => {
    const { outside } = world();
    const { id, redirectUrl } = await openPage(world());
    const match = { reference: id };
    await outside.fault({ target: 'acquirer', operation: 'callback', kind: 'duplicateCallback', match });
    const done = await typeCard(redirectUrl);
    await expectPaidOnce(id);
    expect((await goBack(done)).status).toBe(200);
    expect((await goBack(done)).status).toBe(200);
    expect(await outside.books(id)).toEqual(PAID);
  });

  test('ONE-6 the payer’s return is enough where the callback never comes', async () => {
    const payment = await openPage(world());
    await withoutCallback(world(), payment);
    await payOnPage(payment.redirectUrl);
    await expectPaidOnce(payment.id);
  });

  test('ONE-6 the callback is enough where the payer never comes back', async () => {
    const { id, redirectUrl } = await openPage(world());
    await typeCard(redirectUrl);
    await expectPaidOnce(id);
  });

  test('ONE-6 a callback that comes late, to a payment that nobody else tells of, is enough', async () => {
    const { channel, outside } = world();
    const receipt = { email: 'late@example.com' };
    const { id, redirectUrl } = await openPage(world(), { receipt });
    await lateCallback(world(), id, 8_000);
    await typeCard(redirectUrl);
    expect(await channel.payment(id)).toMatchObject({ status: 'awaiting_payer' });
    await expectPaidOnce(id);
    await eventually(async () => expect(await outside.messagesAbout(id)).toHaveLength(1));
  });

  test('ONE-6 callbacks that come late, and twice, to a payment that is over change nothing', async () => {
    const { channel, outside } = world();
    const receipt = { email: 'over@example.com' };
    const { id, redirectUrl } = await openPage(world(), { receipt });
    const match = { reference: id };
    await outside.fault({ target: 'acquirer', operation: 'callback', kind: 'duplicateCallback', match });
    await lateCallback(world(), id, 3_000);
    await payOnPage(redirectUrl);
    await expectPaidOnce(id);
    const types = await channel.eventTypes(id);
    await sleep(4_000);
    expect(await channel.eventTypes(id)).toEqual(types);
    await expectPaidOnce(id);
    await eventually(async () => expect(await outside.messagesAbout(id)).toHaveLength(1));
  });

  test('ONE-6 a payer who paid on a page that the channel has cancelled is not charged', async () => {
    const { channel, outside } = world();
    const payment = await openPage(world());
    await withoutCallback(world(), payment);
    await typeCard(payment.redirectUrl);
    const { status, body } = await channel.post<Payment>(`/v1/payments/${payment.id}/cancel`, {});
    expect([status, body.status]).toEqual([200, 'cancelled']);
    await eventually(async () =>
      expect(await outside.books(payment.id)).toEqual({ ...PAID, captures: 0, voids: 1, registrations: 0 }),
    );
    expect(await channel.payment(payment.id)).toMatchObject({ status: 'cancelled' });
  });

  test('ONE-5 a different card is used on the page, kept on request, and pays the next time', async () => {
    const { channel } = world();
    const customerId = 'customer-page';
    const source = { type: 'hosted_page', saveCard: true };
    const { id, redirectUrl } = await openPage(world(), { customerId, source });
    await payOnPage(redirectUrl, '5555555555554444');
    const { source: used } = await channel.untilEnded(id);
    expect(used.card).toEqual({ brand: 'mastercard', last4: '4444' });
    const { items } = await channel.get<{ items: { id: string }[] }>(`/v1/customers/${customerId}/cards`);
    expect(items).toHaveLength(1);
    const next = await channel.pay({ customerId, source: { type: 'card', cardId: items[0]!.id } });
    expect(await channel.untilEnded(next.body.id)).toMatchObject({ status: 'succeeded' });
    const foreign = await channel.pay({
      customerId: CUSTOMER,
      source: { type: 'card', cardId: items[0]!.id },
    });
    expect(foreign.status).toBe(422);
  });
}
