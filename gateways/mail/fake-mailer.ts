import type { SendResult } from '../smsc/smsc';
import type { Mail, Mailer } from './mailer';

/** A mail server in memory. Addresses that begin with `refused` are refused. */
export class FakeMailer implements Mailer {
  readonly sent: (Mail & { messageId: string })[] = [];
  private unavailable = 0;

  /** The next `times` mails find nobody there. */
  goAway(times = 1): void {
    this.unavailable += times;
  }

  async send(mail: Mail): Promise<SendResult> {
    if (this.unavailable > 0) {
      this.unavailable -= 1;
      return { kind: 'unavailable', detail: 'scripted' };
    }
    if (mail.to.startsWith('refused')) return { kind: 'refused', detail: 'scripted' };
    const messageId = `mail_${this.sent.length + 1}`;
    this.sent.push({ ...mail, messageId });
    return { kind: 'sent', messageId };
  }

  async close(): Promise<void> {}
}
