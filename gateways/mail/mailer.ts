import type { SendResult } from '../smsc/smsc';

export interface Mail {
  to: string;
  subject: string;
  text: string;
}

/** A way to send mail. Never throws for what the outside world does. */
export interface Mailer {
  send(mail: Mail): Promise<SendResult>;
  close(): Promise<void>;
}
