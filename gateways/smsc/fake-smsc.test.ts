import { Queue } from '../testing/queue';
import type { FakeSmsc } from './fake-smsc';
import type { DeliveryReceipt } from './smsc';
import { smscContract } from './smsc.contract';
import { createSmsc } from './smscs';

smscContract('fake', async () => {
  const smsc = createSmsc({ kind: 'fake', name: 'smpp' }) as FakeSmsc;
  const receipts = new Queue<DeliveryReceipt>();
  smsc.onReceipt((receipt) => receipts.push(receipt));
  return {
    smsc,
    phones: { good: '+35799000001', unreachable: '+35799000777', refused: '+35799000000' },
    carried: async (phone) =>
      smsc.sent.filter(({ to }) => to === phone).map(({ to, text }) => ({ to, text })),
    nextReceipt: () => receipts.next(),
    goAway: async () => smsc.script('unavailable'),
    inquires: true,
    close: () => smsc.close(),
  };
});
