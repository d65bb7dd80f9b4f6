import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { simpleParser } from 'mailparser';
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server';
import type { Faults } from './faults';
import type { Messages } from './messages';

const MAX_MAIL_BYTES = 2_000_000;

export interface MailSink {
  port: number;
  close(): Promise<void>;
}

/** An SMTP server that takes every mail, without sign-in, and keeps it. */
export async function startMailSink(
  faults: Faults,
  messages: Messages,
  port: number,
  host: string,
): Promise<MailSink> {
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    size: MAX_MAIL_BYTES,
    closeTimeout: 100,
    onConnect: (_session, callback) =>
      callback(faults.refuses('mail') ? smtpError(421, 'Service not available') : null),
    onData: (stream, session, callback) => {
      receive(faults, messages, stream, session).then(
        (accepted) => (accepted ? callback() : cut(server, session)),
        (error: Error) => callback(error),
      );
    },
  });
  // Clients may vanish at any moment; that is no news here.
  server.on('error', () => undefined);
  faults.onOutage(() => {
    if (faults.isOut('mail')) for (const connection of server.connections) connection._socket.destroy();
  });
  await new Promise<void>((resolve, reject) => {
    server.server.once('error', reject);
    server.listen(port, host, () => resolve());
  });
  return {
    port: (server.server.address() as AddressInfo).port,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

/** Keeps the mail; false means that the line is to be cut without an answer. Rejects with the reply to give. */
async function receive(
  faults: Faults,
  messages: Messages,
  stream: SMTPServerDataStream,
  session: SMTPServerSession,
): Promise<boolean> {
  const mail = await simpleParser(stream);
  if (stream.sizeExceeded) throw smtpError(552, 'Message too large');
  const to = session.envelope.rcptTo.map(({ address }) => address);
  const plan = faults.plan({ target: 'mail', operation: 'submit', values: to, commits: true });
  if (plan.delayMs > 0) await sleep(plan.delayMs);
  if (plan.end?.kind === 'drop') return false;
  if (plan.end) throw smtpError(plan.end.status ?? 451, plan.end.code ?? 'Scripted error, try again later');
  if (plan.reject) throw smtpError(550, plan.reject.code ?? 'Mailbox unavailable');
  messages.add({
    channel: 'mail',
    from: mail.from?.text ?? '',
    to,
    subject: mail.subject,
    text: mail.text ?? '',
    html: mail.html || undefined,
    status: 'delivered',
    externalIds: mail.messageId === undefined ? [] : [mail.messageId],
  });
  return !plan.dropAfter;
}

function cut(server: SMTPServer, session: SMTPServerSession): void {
  for (const connection of server.connections) {
    if (connection.id === session.id) connection._socket.destroy();
  }
}

function smtpError(responseCode: number, message: string): Error {
  return Object.assign(new Error(message), { responseCode });
}
