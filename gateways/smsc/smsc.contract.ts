import type { DeliveryReceipt, Smsc } from './smsc';

/** A text as the carrier has it. */
export interface CarriedText {
  to: string;
  text: string;
}

/** A carrier under test, and what the test needs of the world behind it. */
export interface SmscSubject {
  smsc: Smsc;
  /** Phones whose texts arrive, arrive never, and are refused at once. */
  phones: { good: string; unreachable: string; refused: string };
  /** All texts that the carrier took to a phone, whole again. */
  carried(phone: string): Promise<CarriedText[]>;
  /** The next receipt, by whichever way this carrier reports: its own connection or a callback. */
  nextReceipt(): Promise<DeliveryReceipt>;
  /** Takes the carrier away; afterwards nothing answers. */
  goAway(): Promise<void>;
  /** What only reporting carriers say when asked. */
  inquires: boolean;
  close(): Promise<void>;
}

/** The definition of a way to send texts. */
export function smscContract(name: string, makeSubject: () => Promise<SmscSubject>): void {
  describe(`smsc contract: ${name}`, () => {
    let subject: SmscSubject;
    let smsc: Smsc;
    beforeAll(async () => {
      subject = await makeSubject();
      smsc = subject.smsc;
    });
    afterAll(() => subject?.close());

    const sent = async (to: string, text = 'Paid 10.50 EUR') => {
      const result = await smsc.send({ to, text });
      if (result.kind !== 'sent') throw new Error(`not sent: ${JSON.stringify(result)}`);
      return result.messageId;
    };

    test('a text arrives, and its receipt carries the id that sending gave', async () => {
      const { good } = subject.phones;
      const messageId = await sent(good);
      expect(await subject.carried(good)).toEqual([{ to: good, text: 'Paid 10.50 EUR' }]);
      expect(await subject.nextReceipt()).toEqual({ messageId, state: 'delivered' });
      expect(await smsc.inquire(messageId)).toBe(subject.inquires ? 'delivered' : 'sent');
    });

    test('a text that can’t be delivered is reported as failed', async () => {
      const messageId = await sent(subject.phones.unreachable);
      expect(await subject.nextReceipt()).toEqual({ messageId, state: 'failed' });
      expect(await smsc.inquire(messageId)).toBe(subject.inquires ? 'failed' : 'sent');
    });

    test('a number that is no number is refused', async () => {
      const result = await smsc.send({ to: subject.phones.refused, text: 'Paid' });
      expect(result).toMatchObject({ kind: 'refused', detail: expect.any(String) });
    });

    test.each([
      ['in Greek', 'Πληρώσατε 10,50 €. Ευχαριστούμε!'],
      ['long', 'Paid {10.50} for your account [x]. '.repeat(12).trim()],
      ['long and outside the basic plane', 'Оплачено 😀 '.repeat(30).trim()],
    ])('a text %s arrives whole', async (_what, text) => {
      const phone = `${subject.phones.good}5`;
      const before = (await subject.carried(phone)).length;
      const messageId = await sent(phone, text);
      const carried = await subject.carried(phone);
      expect(carried.slice(before)).toEqual([{ to: phone, text }]);
      expect(await subject.nextReceipt()).toEqual({ messageId, state: 'delivered' });
    });

    test('many at once each get their own receipt', async () => {
      const phones = Array.from({ length: 12 }, (_, index) => `${subject.phones.good}${10 + index}`);
      const ids = await Promise.all(phones.map((phone) => sent(phone)));
      const reported = [];
      while (reported.length < ids.length) reported.push((await subject.nextReceipt()).messageId);
      expect(new Set(ids).size).toBe(ids.length);
      expect(reported.sort()).toEqual([...ids].sort());
    });

    test('a caller who gives up is told that the carrier is unavailable', async () => {
      const message = { to: `${subject.phones.good}7`, text: 'late' };
      const result = await smsc.send(message, { signal: AbortSignal.abort() });
      expect(result).toMatchObject({ kind: 'unavailable' });
    });

    test('a carrier that is not there is unavailable, which is no refusal', async () => {
      await subject.goAway();
      const result = await smsc.send({ to: subject.phones.good, text: 'Paid' });
      expect(result).toMatchObject({ kind: 'unavailable', detail: expect.any(String) });
    });
  });
}
