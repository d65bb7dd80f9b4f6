import { FakeMailer } from './fake-mailer';
import type { Mailer } from './mailer';
import { SmtpMailer, type SmtpMailerConfig } from './smtp-mailer';

export type MailerConfig = ({ kind: 'smtp' } & SmtpMailerConfig) | { kind: 'fake' };

/** The one place that knows which ways to send mail there are, the fake among them. */
export function createMailer(config: MailerConfig): Mailer {
  switch (config.kind) {
    case 'smtp':
      return new SmtpMailer(config);
    case 'fake':
      return new FakeMailer();
  }
}
