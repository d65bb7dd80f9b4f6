import { openTestStore, type TestStore } from './testing/database';

let test: TestStore;
beforeAll(async () => {
  test = await openTestStore();
});
afterAll(() => test.close());

const aMessage = (messageId: string, notificationId = `ntf_${messageId}`) =>
  ({ notificationId, paymentId: `pay_${notificationId}`, way: 'smpp', messageId }) as const;
const { sent, receipt, list } = {
  sent: (message: ReturnType<typeof aMessage>) => test.store.messages.sent(message),
  receipt: (messageId: string, state: 'delivered' | 'failed') =>
    test.store.messages.receipt('smpp', messageId, state),
  list: (notificationId: string) => test.store.messages.list(`pay_${notificationId}`),
};

describe('a message and its receipt', () => {
  it('meet in the usual order', async () => {
    expect(await sent(aMessage('1'))).toBe('sent');
    expect(await list('ntf_1')).toMatchObject([{ way: 'smpp', state: 'sent' }]);
    expect(await receipt('1', 'delivered')).toBe('ntf_1');
    expect(await list('ntf_1')).toMatchObject([{ way: 'smpp', state: 'delivered' }]);
  });

  it('meet when the receipt is first', async () => {
    expect(await receipt('2', 'failed')).toBeUndefined();
    expect(await sent(aMessage('2'))).toBe('failed');
    expect(await list('ntf_2')).toMatchObject([{ state: 'failed' }]);
  });

  it('never miss each other', async () => {
    for (let round = 0; round < 30; round++) {
      const id = `raced-${round}`;
      const [state, notification] = await Promise.all([sent(aMessage(id)), receipt(id, 'delivered')]);
      expect(state === 'delivered' || notification === `ntf_${id}`).toBe(true);
    }
  });

  it('stay delivered, whatever comes after', async () => {
    await sent(aMessage('3'));
    await receipt('3', 'delivered');
    expect(await receipt('3', 'failed')).toBe('ntf_3');
    expect(await sent(aMessage('3'))).toBe('delivered');
  });

  it('are not those of an earlier notification when the carrier uses an id again', async () => {
    await sent(aMessage('4', 'ntf_old'));
    await receipt('4', 'delivered');
    expect(await sent(aMessage('4', 'ntf_new'))).toBe('sent');
    expect(await receipt('4', 'failed')).toBe('ntf_new');
  });

  it('are apart on each way', async () => {
    await sent(aMessage('5'));
    expect(await test.store.messages.receipt('twilio', '5', 'delivered')).toBeUndefined();
    expect(await list('ntf_5')).toMatchObject([{ way: 'smpp', state: 'sent' }]);
  });
});
