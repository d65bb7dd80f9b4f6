import type { Mail, Mailer } from './mailer';

/** A mailer under test, and what the test needs of the world behind it. */
export interface MailerSubject {
  mailer: Mailer;
  /** An address that the server refuses; the test may have to tell it so. */
  refused(): Promise<string>;
  arrived(): Promise<Mail[]>;
  /** Takes the server away; afterwards nothing answers. */
  goAway(): Promise<void>;
  close(): Promise<void>;
}

/** The definition of a way to send mail. */
export function mailerContract(name: string, makeSubject: () => Promise<MailerSubject>): void {
  describe(`mailer contract: ${name}`, () => {
    let subject: MailerSubject;
    beforeAll(async () => {
      subject = await makeSubject();
    });
    afterAll(() => subject?.close());

    const mail: Mail = {
      to: 'payer@example.com',
      subject: 'Receipt: 10.50 €',
      text: 'Ευχαριστούμε!\nPaid 10.50 EUR.',
    };

    test('a mail arrives as it was written', async () => {
      expect(await subject.mailer.send(mail)).toEqual({ kind: 'sent', messageId: expect.any(String) });
      expect(await subject.arrived()).toEqual([mail]);
    });

    test('each has an id of its own', async () => {
      const results = await Promise.all([subject.mailer.send(mail), subject.mailer.send(mail)]);
      const ids = results.map((result) => result.kind === 'sent' && result.messageId);
      expect(new Set(ids).size).toBe(2);
    });

    test('an address that the server refuses is refused, and the next mail goes', async () => {
      const to = await subject.refused();
      expect(await subject.mailer.send({ ...mail, to })).toMatchObject({ kind: 'refused' });
      expect(await subject.mailer.send(mail)).toMatchObject({ kind: 'sent' });
    });

    test('a server that is not there is unavailable, which is no refusal', async () => {
      await subject.goAway();
      const result = await subject.mailer.send(mail);
      expect(result).toMatchObject({ kind: 'unavailable', detail: expect.any(String) });
    });
  });
}
