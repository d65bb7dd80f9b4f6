import { DEFAULT_OPERATING_SETTINGS } from '../../domain/operating-settings';
import type { PaymentOrder } from '../../domain/orders';
import type { NotificationInput, PaymentInput } from '../../workflows/messages';
import { makeWorld } from './world';
import type { World } from './world';

let world: World;
beforeAll(async () => {
  world = await makeWorld();
});
afterAll(() => world.close());

const minute = 60_000;

/** What a workflow was started with. */
async function inputOf<T>(workflowId: string): Promise<T> {
  const { client } = world.environment;
  const { events } = await client.workflow.getHandle(workflowId).fetchHistory();
  const { payloads } = events![0]!.workflowExecutionStartedEventAttributes!.input!;
  const { payloadCodecs, payloadConverter } = client.options.loadedDataConverter;
  const [payload] = await payloadCodecs[0]!.decode(payloads as never);
  return payloadConverter.fromPayload(payload!);
}

async function inquiriesUntilAttention(order: PaymentOrder): Promise<number> {
  world.acquirer.script('authorise', { kind: 'dropAfter' });
  world.acquirer.script('inquireAuthorisation', { kind: 'serverError' }, 50);
  const before = world.acquirer.calls.inquireAuthorisation ?? 0;
  await world.client.start(order, { fresh: true, waitMs: 0 });
  for (;;) {
    const { state } = (await world.store.payments.get(order.id))!;
    if (state.attention) return world.acquirer.calls.inquireAuthorisation! - before;
    await world.environment.sleep('5m');
  }
}

test('a changed inquiry schedule is that of the payments that begin afterwards', async () => {
  world.operate({ retries: { inquiryMs: [minute, 2 * minute] } });
  const order = await world.order();
  expect(await inquiriesUntilAttention(order)).toBe(2);
  expect(await inputOf<PaymentInput>(order.id)).toMatchObject({ inquiryMs: [minute, 2 * minute] });
  await world.environment.client.workflow.getHandle(order.id).terminate('seen enough');
});

test('a changed schedule of looks for a late result is that of the payments that begin afterwards', async () => {
  world.operate({ retries: { lateResultMs: [minute, 2 * minute] } });
  const order = await world.pageOrder({ openFor: minute });
  // Closing fails each time, so that nobody knows whether there is something to let go.
  world.acquirer.script('expirePage', { kind: 'serverError' }, 50);
  await world.client.start(order, { fresh: true, waitMs: 0 });
  const looksUntilAttention = async (): Promise<number> => {
    let before: number | undefined;
    for (;;) {
      const { state } = (await world.store.payments.get(order.id))!;
      if (state.status === 'expired') before ??= world.acquirer.calls.expirePage!;
      if (state.attention) return world.acquirer.calls.expirePage! - before!;
      await world.environment.sleep('30s');
    }
  };
  expect(await looksUntilAttention()).toBeLessThanOrEqual(3);
  world.acquirer.clearScript();
  await world.environment.client.workflow.getHandle(order.id).terminate('seen enough');
  expect(await inputOf<PaymentInput>(order.id)).toMatchObject({ lateResultMs: [minute, 2 * minute] });
});

test('with the default schedule nothing is said to the workflow', async () => {
  world.operate({ retries: DEFAULT_OPERATING_SETTINGS.retries });
  const order = await world.order();
  await world.run(order);
  const input = await inputOf<PaymentInput>(order.id);
  expect(Object.keys(input)).toEqual(['order']);
});

test('a changed wait for delivery receipts is that of the next message', async () => {
  world.operate({ retries: { deliveryReceiptMs: 10 * minute } });
  const order = await world.order({}, { receipt: { phone: '+35799000001' } });
  await world.run(order);
  expect(await inputOf<NotificationInput>(`receipt_${order.id}`)).toMatchObject({
    receiptWithinMs: 10 * minute,
  });
});

test('a changed text of refund notices is in the next one', async () => {
  world.operate({ texts: { refund: { en: { subject: 'Back', text: 'Back: {amount} ({id})' } } } });
  const payment = await world.order({}, { receipt: { phone: '+35799000001', language: 'ru' } });
  await world.run(payment);
  const refund = await world.refund({ amount: { value: 300, currency: 'EUR' } }, payment);
  await world.refunds.start(refund);
  await world.refunds.approve(refund.id, { actor: { kind: 'user', id: 'maria' } });
  await world.environment.client.workflow.getHandle(refund.id).result();
  expect(await inputOf<NotificationInput>(`receipt_${refund.id}`)).toMatchObject({
    to: { phone: '+35799000001' },
    subject: 'Back',
    text: `Back: 3.00 EUR (${payment.id})`,
  });
});

test('a changed receipt text is in the next receipt', async () => {
  const en = { subject: 'Thanks', text: 'Got {amount} for {account} ({id})' };
  world.operate({ texts: { receipt: { en } } });
  const order = await world.order({}, { receipt: { phone: '+35799000001', language: 'ru' } });
  await world.run(order);
  expect(await inputOf<NotificationInput>(`receipt_${order.id}`)).toMatchObject({
    subject: 'Thanks',
    text: `Got 10.50 EUR for +35799000001 (${order.id})`,
  });
});
