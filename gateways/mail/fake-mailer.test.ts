import type { FakeMailer } from './fake-mailer';
import { mailerContract } from './mailer.contract';
import { createMailer } from './mailers';

mailerContract('fake', async () => {
  const mailer = createMailer({ kind: 'fake' }) as FakeMailer;
  return {
    mailer,
    refused: async () => 'refused@example.com',
    arrived: async () => mailer.sent.map(({ messageId: _, ...mail }) => mail),
    goAway: async () => mailer.goAway(),
    close: () => mailer.close(),
  };
});
