import { eventually } from '../../support/eventually';
import type { World } from '../../support/world';

const EMAIL = 'payer@example.com';
let phones = 0;
/** A phone of its own for each test; its ending decides what the sandbox's carriers do with it. */
const phone = (ending = '001'): string => `+35799${String((phones += 1)).padStart(3, '0')}${ending}`;

/** The receipt, by the first way that delivers. */
export function receipts(world: () => World): void {
  async function payWithReceipt(receipt: object): Promise<string> {
    const { channel, cards } = world();
    const { body } = await channel.pay({ source: { type: 'card', cardId: cards.good }, receipt });
    expect(await channel.untilEnded(body.id)).toMatchObject({ status: 'succeeded' });
    return body.id;
  }

  async function expectDelivered(id: string, ways: { way: string; state: string }[]): Promise<void> {
    await eventually(async () => {
      const tried = (await world().channel.receipts(id)).map(({ way, state }) => ({ way, state }));
      expect(tried).toEqual(ways);
    });
  }

  test('ONE-1 the payer gets a text message over SMPP, and its delivery is known', async () => {
    const to = phone();
    const id = await payWithReceipt({ phone: to, email: EMAIL, language: 'en' });
    await expectDelivered(id, [{ way: 'smpp', state: 'delivered' }]);
    const [message, ...more] = await world().outside.messagesAbout(id);
    expect(more).toEqual([]);
    expect(message).toMatchObject({ channel: 'sms', status: 'delivered' });
    expect(message!.text).toContain('10.50');
    expect(message!.to.join()).toContain(to.slice(1));
  });

  test('ONE-1 a Russian receipt arrives whole, in its own letters', async () => {
    const id = await payWithReceipt({ phone: phone(), language: 'ru' });
    await expectDelivered(id, [{ way: 'smpp', state: 'delivered' }]);
    expect((await world().outside.messagesAbout(id))[0]!.text).toContain('Оплачено');
  });

  test('ONE-1 a phone that the SMSC refuses is reached by Twilio', async () => {
    const id = await payWithReceipt({ phone: phone('000'), email: EMAIL });
    await expectDelivered(id, [{ way: 'twilio', state: 'delivered' }]);
  });

  test('ONE-1 a phone that no carrier reaches gets its receipt by mail', async () => {
    const { outside } = world();
    const to = phone('666');
    const match = { value: to.slice(1) };
    await outside.fault({ target: 'smsc', operation: 'submit', kind: 'reject', times: null, match });
    const id = await payWithReceipt({ phone: to, email: EMAIL });
    await eventually(async () =>
      expect((await world().channel.receipts(id)).map(({ way, state }) => `${way} ${state}`)).toEqual([
        'twilio failed',
        'mail sent',
      ]),
    );
    const channels = (await outside.messagesAbout(id)).map(({ channel }) => channel);
    expect(channels).toEqual(['twilio', 'mail']);
    await outside.noFaults();
  });

  test('ONE-1 an SMSC that is down fails no payment, and the receipt goes another way', async () => {
    const { outside } = world();
    const outage = await outside.fault({ target: 'smsc', kind: 'outage' });
    expect(outage).toBeDefined();
    const id = await payWithReceipt({ phone: phone(), email: EMAIL });
    await expectDelivered(id, [{ way: 'twilio', state: 'delivered' }]);
    await outside.noFaults();
  });

  test('ONE-1 no carrier at all fails no payment', async () => {
    const { outside } = world();
    for (const target of ['smsc', 'twilio', 'mail']) await outside.fault({ target, kind: 'outage' });
    await payWithReceipt({ phone: phone(), email: EMAIL });
    await outside.noFaults();
  });
}
