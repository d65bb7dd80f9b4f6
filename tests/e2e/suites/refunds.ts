import { newAccount } from '../../support/channel';
import type { Payment } from '../../support/channel';
import { eventually } from '../../support/eventually';
import type { OutsideMessage } from '../../support/outside';
import { personOf } from '../../support/person';
import type { Person } from '../../support/person';
import {
  askRefund,
  decideRefund,
  euros,
  refundAskedFor,
  refundEvents,
  timesGiven,
  untilRefundEnded,
} from '../../support/refunds';
import type { World } from '../../support/world';

const ONCE = { card: 1, account: 1 };
const NEVER = { card: 0, account: 0 };
const PAID = 1050;

/** Money that goes back: asked for by one, decided by another. */
export function refunds(world: () => World): void {
  let [olga, omar, maria]: Person[] = [];
  beforeAll(async () => {
    [olga, omar, maria] = await Promise.all(
      ['olga', 'omar', 'maria'].map((username) => personOf(world().stack, username)),
    );
  });

  async function paid(account = newAccount()): Promise<string> {
    const { channel, cards } = world();
    const { body } = await channel.pay({ account, source: { type: 'card', cardId: cards.good } });
    expect(await channel.untilEnded(body.id)).toMatchObject({ status: 'succeeded' });
    return body.id;
  }
  const held = async (paymentId: string): Promise<unknown> =>
    (await world().channel.get<Payment & { refunds?: unknown }>(`/v1/payments/${paymentId}`)).refunds;

  test('SWI-4 an operator asks, a manager approves; card and biller have it, and both are on record', async () => {
    const { outside } = world();
    const account = newAccount();
    const paymentId = await paid(account);
    const { status, body: asked } = await askRefund(omar!, paymentId, { reason: 'paid twice' });
    expect(status).toBe(201);
    expect(asked).toMatchObject({ status: 'pending_approval', amount: euros(PAID) });
    expect(await timesGiven(outside, asked.id)).toEqual(NEVER);

    expect((await decideRefund(maria!, asked.id, 'approval', { note: 'seen' })).status).toBe(200);
    const [omarIs, mariaIs] = [
      { kind: 'user', name: expect.stringMatching(/omar/i) },
      { kind: 'user', name: expect.stringMatching(/maria/i) },
    ];
    expect(await untilRefundEnded(omar!, asked.id)).toMatchObject({
      ...{ status: 'succeeded', askedBy: omarIs, decidedBy: mariaIs, note: 'seen' },
      ...{ refunding: { status: 'succeeded' }, debiting: { status: 'succeeded' } },
    });
    expect(await timesGiven(outside, asked.id)).toEqual(ONCE);
    expect(await outside.balance(account.value)).toBe(0);
    expect(await held(paymentId)).toEqual({ reserved: PAID, refunded: PAID });
    expect(await refundEvents(maria!, asked.id)).toMatchObject([
      { type: 'requested', actor: omarIs },
      { type: 'approved', actor: mariaIs },
      { type: 'refunding_succeeded' },
      { type: 'debiting_succeeded' },
    ]);
  });

  test('SWI-4 nobody approves what they asked for, no operator approves at all, and no channel', async () => {
    const { channel, outside } = world();
    const id = await refundAskedFor(maria!, await paid());
    const refused = await Promise.all([
      decideRefund(maria!, id, 'approval'),
      decideRefund(maria!, id, 'rejection', { reason: 'a mistake' }),
      decideRefund(olga!, id, 'approval'),
      decideRefund(channel, id, 'approval'),
    ]);
    expect(refused.map(({ status, body }) => `${status} ${body.code}`)).toEqual([
      '403 refund_own_request',
      '403 refund_own_request',
      '403 scope_missing',
      '403 scope_missing',
    ]);
    expect(await maria!.get(`/v1/refunds/${id}`)).toMatchObject({ status: 'pending_approval' });
    expect(await timesGiven(outside, id)).toEqual(NEVER);
    const adam = await personOf(world().stack, 'adam');
    expect((await decideRefund(adam, id, 'approval')).status).toBe(200);
    await untilRefundEnded(maria!, id);
    expect(await timesGiven(outside, id)).toEqual(ONCE);
  });

  test('SWI-4 in part, and again, until nothing of the payment is left', async () => {
    const { outside } = world();
    const account = newAccount();
    const paymentId = await paid(account);
    const first = await refundAskedFor(olga!, paymentId, { amount: euros(300) });
    expect(await askRefund(omar!, paymentId, { amount: euros(PAID - 299) })).toMatchObject({
      status: 422,
      body: { code: 'refund_exceeds_capture', left: PAID - 300 },
    });
    const rest = await refundAskedFor(omar!, paymentId);
    expect((await askRefund(olga!, paymentId, { amount: euros(1) })).status).toBe(422);
    for (const id of [first, rest]) {
      expect((await decideRefund(maria!, id, 'approval')).status).toBe(200);
      await untilRefundEnded(olga!, id);
      expect(await timesGiven(outside, id)).toEqual(ONCE);
    }
    expect(await untilRefundEnded(olga!, rest)).toMatchObject({ amount: euros(PAID - 300) });
    expect(await outside.balance(account.value)).toBe(0);
    expect((await askRefund(olga!, paymentId)).status).toBe(422);
  });

  test('SWI-4 what is rejected, or taken back by who asked, moves no money and may be asked for again', async () => {
    const { outside } = world();
    const paymentId = await paid();
    const rejected = await refundAskedFor(olga!, paymentId);
    expect((await decideRefund(omar!, rejected, 'cancellation')).body.code).toBe('refund_not_yours');
    const reason = 'it was used';
    expect(await decideRefund(maria!, rejected, 'rejection', { reason })).toMatchObject({
      body: { status: 'rejected', note: reason },
    });
    const cancelled = await refundAskedFor(olga!, paymentId);
    expect((await decideRefund(olga!, cancelled, 'cancellation')).body.status).toBe('cancelled');
    for (const id of [rejected, cancelled]) {
      expect(await decideRefund(maria!, id, 'approval')).toMatchObject({
        status: 409,
        body: { code: 'refund_not_pending' },
      });
      expect(await timesGiven(outside, id)).toEqual(NEVER);
    }
    expect(await held(paymentId)).toBeUndefined();
    expect((await askRefund(olga!, paymentId)).status).toBe(201);
  });

  test.each([
    ['text message', { phone: '+35799555001' }, 'sms'],
    ['mail', { email: 'refunded@example.com' }, 'mail'],
  ])('SWI-4 the payer is told of what went back by %s, and not of what was rejected', async (_, to, way) => {
    const { channel, outside, cards } = world();
    const source = { type: 'card', cardId: cards.good };
    const { body } = await channel.pay({ source, receipt: { ...to, language: 'en' } });
    await channel.untilEnded(body.id);
    const messages = async (count: number): Promise<OutsideMessage[]> =>
      eventually(async () => {
        const found = await outside.messagesAbout(body.id);
        expect(found).toHaveLength(count);
        return found;
      });
    await messages(1);
    const rejected = await refundAskedFor(olga!, body.id, { amount: euros(200) });
    await decideRefund(maria!, rejected, 'rejection', { reason: 'it was used' });
    const given = await refundAskedFor(olga!, body.id, { amount: euros(300) });
    await decideRefund(maria!, given, 'approval');
    expect(await untilRefundEnded(olga!, given)).toMatchObject({ status: 'succeeded' });
    const told = await messages(2);
    expect(told.map(({ channel: by }) => by)).toEqual([way, way]);
    const notices = told.filter(({ text }) => !text.includes('10.50'));
    expect(notices.map(({ text }) => text)).toEqual([expect.stringContaining('3.00 EUR')]);
    expect(notices[0]!.to.join()).toContain(Object.values(to)[0]!.replace('+', ''));
  });

  test('SWI-4 given back, and the acquirer’s answer is lost: it is asked about, not given again', async () => {
    const { outside } = world();
    // One who does what he is told each time he is told it.
    await outside.settings({ acquirer: { idempotent: false } });
    const id = await refundAskedFor(omar!, await paid());
    const match = { reference: id };
    await outside.fault({ target: 'acquirer', operation: 'refunds', kind: 'dropAfter', match });
    expect((await decideRefund(maria!, id, 'approval')).status).toBe(200);
    expect(await untilRefundEnded(omar!, id)).toMatchObject({ status: 'succeeded' });
    const types = (await refundEvents(omar!, id)).map(({ type }) => type);
    expect(types).toContain('refunding_unknown');
    expect(await timesGiven(outside, id)).toEqual(ONCE);
    await outside.settings({ acquirer: { idempotent: true } });
  });

  test('SWI-4 the ledger agrees with all refunds', async () => {
    expect(await world().channel.ledger()).toMatchObject({ balanced: true, problems: [] });
  });
}
