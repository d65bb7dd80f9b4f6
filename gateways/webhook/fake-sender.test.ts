import type { FakeSender } from './fake-sender';
import { senderContract } from './sender.contract';
import { createSender } from './senders';

senderContract('fake', async () => {
  const sender = createSender({ kind: 'fake' }) as FakeSender;
  return {
    sender,
    url: 'https://shop.example/hooks',
    answer: (status) => sender.script(status),
    arrived: () => sender.arrived,
    goAway: async () => sender.script({ kind: 'unanswered', reason: 'connection' }),
    close: () => sender.close(),
  };
});
