import { randomBytes } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import type { Arrived } from './fake-sender';
import type { WebhookMessage, WebhookSender } from './sender';

/** A sender under test, and what the test needs of the receiver. */
export interface SenderSubject {
  sender: WebhookSender;
  /** Where the receiver is. */
  url: string;
  /** What the receiver answers the next message with. */
  answer(status: number, headers?: Record<string, string>): void;
  arrived(): Arrived[];
  /** Takes the receiver away. */
  goAway(): Promise<void>;
  close(): Promise<void>;
}

/** The definition of a way to send webhooks. */
export function senderContract(name: string, makeSubject: () => Promise<SenderSubject>): void {
  describe(`webhook sender contract: ${name}`, () => {
    let subject: SenderSubject;
    beforeAll(async () => {
      subject = await makeSubject();
    });
    afterAll(() => subject?.close());

    const secret = `whsec_${randomBytes(32).toString('base64')}`;
    const old = `whsec_${randomBytes(24).toString('base64')}`;
    const message = (changes: Partial<WebhookMessage> = {}): WebhookMessage => ({
      url: subject.url,
      id: 'evt_1',
      body: '{"type":"payment.funded", "data":{"account":"Зоя €"}}',
      secrets: [secret],
      ...changes,
    });

    test('a message arrives to the byte, as JSON, and is genuine', async () => {
      expect(await subject.sender.send(message())).toMatchObject({ kind: 'answered', status: 204 });
      const { body, headers } = subject.arrived().at(-1)!;
      expect(body).toBe(message().body);
      expect(headers['content-type']).toBe('application/json');
      expect(headers['webhook-id']).toBe('evt_1');
      expect(new Webhook(secret).verify(body, headers)).toEqual(JSON.parse(body));
    });

    test('during a rotation whoever knows either secret finds it genuine', async () => {
      await subject.sender.send(message({ secrets: [secret, old] }));
      const { body, headers } = subject.arrived().at(-1)!;
      for (const one of [secret, old]) expect(() => new Webhook(one).verify(body, headers)).not.toThrow();
    });

    test.each([200, 301, 400, 410, 500])('an answer of %d is told as it is', async (status) => {
      const before = subject.arrived().length;
      subject.answer(status, { location: subject.url });
      expect(await subject.sender.send(message())).toMatchObject({ kind: 'answered', status });
      expect(subject.arrived()).toHaveLength(before + 1);
    });

    test('a receiver that is not there is no answer', async () => {
      await subject.goAway();
      expect(await subject.sender.send(message())).toEqual({ kind: 'unanswered', reason: 'connection' });
    });
  });
}
