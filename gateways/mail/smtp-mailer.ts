import { createTransport } from 'nodemailer';
import type { SendResult } from '../smsc/smsc';
import type { Mail, Mailer } from './mailer';

export interface SmtpMailerConfig {
  /** `smtp://user:password@host:port`, or `smtps://` for TLS from the start. */
  url: string;
  /** An address, with a name if you like: `Tillflow <receipts@example.com>`. */
  from: string;
  /** How long to wait for a connection and for each answer, in milliseconds; 10 000 when absent. */
  timeoutMs?: number;
}

const MAX_CONNECTIONS = 4;

/** Mail by SMTP through nodemailer, over kept connections. */
export class SmtpMailer implements Mailer {
  private readonly transport: ReturnType<typeof transportOf>;

  constructor(private readonly config: SmtpMailerConfig) {
    this.transport = transportOf(config);
  }

  async send({ to, subject, text }: Mail): Promise<SendResult> {
    try {
      const { messageId } = await this.transport.sendMail({ from: this.config.from, to, subject, text });
      return { kind: 'sent', messageId };
    } catch (error) {
      return failureOf(error);
    }
  }

  async close(): Promise<void> {
    this.transport.close();
  }
}

function transportOf({ url, timeoutMs = 10_000 }: SmtpMailerConfig) {
  return createTransport({
    url,
    pool: true,
    maxConnections: MAX_CONNECTIONS,
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    // What goes into a mail comes from payments: it must never be read from files or fetched.
    disableFileAccess: true,
    disableUrlAccess: true,
  });
}

/** 5xx is a refusal for good (RFC 5321, 4.2.1), and so is an address that nodemailer can't make sense of. */
function failureOf(error: unknown): SendResult {
  const { responseCode, code } = error as { responseCode?: unknown; code?: unknown };
  const said = typeof responseCode === 'number' ? ` ${responseCode}` : '';
  const detail = `mail server${said}: ${typeof code === 'string' ? code : 'no answer'}`;
  const isRefusal = typeof responseCode === 'number' ? responseCode >= 500 : code === 'EENVELOPE';
  // A sign-in that is refused is our own configuration's fault, not the address's.
  return { kind: isRefusal && code !== 'EAUTH' ? 'refused' : 'unavailable', detail };
}
