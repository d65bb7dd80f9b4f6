import { startSandbox } from '../../sandbox/sandbox';
import { TestClient } from '../../sandbox/test-client';
import { mailerContract } from './mailer.contract';
import { createMailer } from './mailers';

async function makeWorld() {
  const sandbox = await startSandbox();
  const client = new TestClient(sandbox);
  const mailer = createMailer({
    kind: 'smtp',
    url: `smtp://127.0.0.1:${sandbox.smtpPort}`,
    from: 'Tillflow <receipts@example.com>',
    timeoutMs: 2000,
  });
  const close = async () => {
    await mailer.close();
    await sandbox.close();
  };
  return { client, mailer, close };
}

mailerContract('nodemailer, against the sandbox', async () => {
  const { client, mailer, close } = await makeWorld();
  return {
    mailer,
    refused: async () => {
      const to = 'nobody@example.com';
      await client.fault({ target: 'mail', kind: 'error', status: 550, match: { value: to } });
      return to;
    },
    arrived: async () =>
      (await client.messages('channel=mail')).map(({ to, subject = '', text }) => ({
        to: to.join(),
        subject,
        text: text.trimEnd(),
      })),
    goAway: async () => void (await client.fault({ target: 'mail', kind: 'outage' })),
    close,
  };
});

describe('smtp', () => {
  let world: Awaited<ReturnType<typeof makeWorld>>;
  beforeAll(async () => {
    world = await makeWorld();
  });
  afterAll(() => world?.close());

  const mail = { to: 'payer@example.com', subject: 'Receipt', text: 'Paid' };

  test.each([
    ['a passing error', { kind: 'error', status: 451 }],
    ['a line that breaks', { kind: 'dropBefore' }],
  ])('%s is unavailable, and the next mail goes', async (_what, fault) => {
    await world.client.fault({ target: 'mail', ...fault });
    expect(await world.mailer.send(mail)).toMatchObject({ kind: 'unavailable' });
    expect(await world.mailer.send(mail)).toMatchObject({ kind: 'sent' });
  });

  test('what is no address is refused, and puts no header into the mail', async () => {
    expect(await world.mailer.send({ ...mail, to: 'nobody' })).toMatchObject({ kind: 'refused' });
    const before = (await world.client.messages('channel=mail')).length;
    await world.mailer.send({ ...mail, subject: 'Receipt\r\nBcc: thief@example.com' });
    const messages = await world.client.messages('channel=mail');
    expect(messages).toHaveLength(before + 1);
    expect(messages.at(-1)?.to).toEqual(['payer@example.com']);
  });
});
