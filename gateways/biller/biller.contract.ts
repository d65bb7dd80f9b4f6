import { ulid } from 'ulid';
import type { Money } from '../../domain/money';
import type { AccountRef } from '../../domain/orders';
import { referenceOf } from '../../domain/steps';
import type { LineFault } from '../testing/faulty-proxy';
import type { Biller } from './biller';

export type FaultyCall = 'identify' | 'register' | 'inquire' | 'reverse';

/** A biller under test, and what the test needs of the world behind it. */
export interface BillerSubject {
  biller: Biller;
  /** An active account in EUR, and how many minor units its balance is. */
  active: { ref: AccountRef; accountId: string; balance: number };
  closed: AccountRef;
  missing: AccountRef;
  /** The next call of this kind goes wrong. */
  fault(fault: LineFault, call: FaultyCall): void;
  /** How many credits or reversals that went well the biller has on its own books under a reference. */
  commits(reference: string): Promise<number>;
  close(): Promise<void>;
}

const EUR = (value: number): Money => ({ value, currency: 'EUR' });

/** The definition of a biller: whatever passes this can be credited. */
export function billerContract(name: string, makeSubject: () => Promise<BillerSubject>): void {
  describe(`biller contract: ${name}`, () => {
    let subject: BillerSubject;
    let biller: Biller;
    beforeAll(async () => {
      subject = await makeSubject();
      biller = subject.biller;
    });
    afterAll(() => subject?.close());

    const registration = (account = subject.active.ref, amount = EUR(1050)) => ({
      reference: referenceOf(`pay_${ulid()}`, 'credit'),
      account,
      amount,
      paidAt: '2026-01-31T12:00:00Z',
      channel: 'self-care',
    });
    const registered = async () => {
      const request = registration();
      expect(await biller.register(request)).toMatchObject({ kind: 'succeeded' });
      return request.reference;
    };

    describe('accounts', () => {
      test('an active account is found, with its balance and its debt', async () => {
        const { ref, accountId, balance } = subject.active;
        const found = await biller.identify(ref);
        expect(found).toMatchObject({
          kind: 'succeeded',
          value: { accountId, status: 'active', currency: 'EUR' },
        });
        expect(await biller.balance(accountId)).toEqual({ kind: 'succeeded', value: EUR(balance) });
        const debt = EUR(Math.max(0, -balance));
        expect(await biller.debt(accountId)).toEqual({ kind: 'succeeded', value: debt });
      });

      test('a closed account is found and said to be closed', async () => {
        const found = await biller.identify(subject.closed);
        expect(found).toMatchObject({ kind: 'succeeded', value: { status: 'closed' } });
      });

      test('nobody is found where nobody is', async () => {
        const nobody = { kind: 'declined', code: 'account_not_found' };
        expect(await biller.identify(subject.missing)).toEqual(nobody);
        expect(await biller.balance('unknown-0')).toEqual(nobody);
      });

      test('a biller that does not answer is unknown, not nobody', async () => {
        subject.fault('serverError', 'identify');
        const reason = 'server_error';
        expect(await biller.identify(subject.active.ref)).toEqual({ kind: 'unknown', reason });
      });
    });

    describe('registering', () => {
      test('a payment is registered once, and the inquiry says so', async () => {
        const request = registration();
        const first = await biller.register(request);
        expect(first).toMatchObject({ kind: 'succeeded', value: { externalId: expect.any(String) } });
        expect(await biller.register(request)).toEqual(first);
        expect(await biller.inquire(request.reference)).toEqual(first);
        expect(await subject.commits(request.reference)).toBe(1);
      });

      test('a reference never sent is absent', async () => {
        expect(await biller.inquire(registration().reference)).toEqual({ kind: 'absent' });
      });

      test('a closed or missing account and another currency are refused for good', async () => {
        const refusals = [
          [registration(subject.closed), 'account_closed'],
          [registration(subject.missing), 'account_not_found'],
          [registration(subject.active.ref, { value: 1050, currency: 'USD' }), 'currency_mismatch'],
        ] as const;
        for (const [request, code] of refusals) {
          expect(await biller.register(request)).toEqual({ kind: 'declined', code });
          expect(await biller.inquire(request.reference)).toEqual({ kind: 'declined', code });
          expect(await subject.commits(request.reference)).toBe(0);
        }
      });
    });

    describe('an answer that does not come', () => {
      const lost: [LineFault, string, number][] = [
        ['dropBefore', 'connection_lost', 0],
        ['dropAfter', 'connection_lost', 1],
        ['silence', 'timeout', 1],
        ['serverError', 'server_error', 0],
        ['malformed', 'unreadable_answer', 1],
      ];
      test.each(lost)('%s: unknown (%s), sent once, and the inquiry tells', async (fault, reason, done) => {
        const request = registration();
        subject.fault(fault, 'register');
        expect(await biller.register(request)).toEqual({ kind: 'unknown', reason });
        expect(await subject.commits(request.reference)).toBe(done);
        const inquiry = await biller.inquire(request.reference);
        expect(inquiry).toMatchObject({ kind: done ? 'succeeded' : 'absent' });
      });

      test.each(lost)('%s while asking: unknown, never absent and never declined', async (fault, reason) => {
        const reference = await registered();
        subject.fault(fault, 'inquire');
        expect(await biller.inquire(reference)).toEqual({ kind: 'unknown', reason });
      });
    });

    describe('taking back', () => {
      const taking = (registration: string, value: number, part = 'back') => ({
        reference: `${registration}.${part}`,
        registration,
        amount: EUR(value),
      });

      test('a registration is taken back, and again is the same', async () => {
        const request = taking(await registered(), 1050);
        expect(await biller.inquire(request.reference)).toEqual({ kind: 'absent' });
        const first = await biller.reverse(request);
        expect(first).toMatchObject({ kind: 'succeeded', value: { externalId: expect.any(String) } });
        expect(await biller.reverse(request)).toEqual(first);
        expect(await biller.inquire(request.reference)).toEqual(first);
        expect(await biller.inquire(request.registration)).not.toMatchObject({ kind: 'succeeded' });
        expect(await subject.commits(request.reference)).toBe(1);
      });

      test('in parts, but never more than it was', async () => {
        const reference = await registered();
        for (const [part, value] of [
          ['first', 500],
          ['second', 300],
        ] as const) {
          expect(await biller.reverse(taking(reference, value, part))).toMatchObject({ kind: 'succeeded' });
        }
        expect(await biller.inquire(reference)).toMatchObject({ kind: 'succeeded' });
        const tooMuch = taking(reference, 251, 'third');
        expect(await biller.reverse(tooMuch)).toEqual({ kind: 'declined', code: 'amount_out_of_range' });
        expect(await biller.inquire(tooMuch.reference)).not.toMatchObject({ kind: 'succeeded' });
        expect(await subject.commits(tooMuch.reference)).toBe(0);
        expect(await biller.reverse(taking(reference, 250, 'rest'))).toMatchObject({ kind: 'succeeded' });
        expect(await biller.inquire(reference)).not.toMatchObject({ kind: 'succeeded' });
      });

      test('in another currency it is refused', async () => {
        const request = { ...taking(await registered(), 1), amount: { value: 1, currency: 'USD' } };
        expect(await biller.reverse(request)).toEqual({ kind: 'declined', code: 'currency_mismatch' });
      });

      test('what was refused or never registered is not taken back', async () => {
        const refused = registration(subject.closed);
        await biller.register(refused);
        for (const { reference } of [refused, registration()]) {
          const outcome = await biller.reverse(taking(reference, 1050));
          expect(outcome).toEqual({ kind: 'declined', code: 'biller_error' });
        }
      });

      test.each([
        ['dropBefore', 'absent'],
        ['dropAfter', 'succeeded'],
      ] as const)('%s: unknown, and the inquiry tells', async (fault, found) => {
        const request = taking(await registered(), 50);
        subject.fault(fault, 'reverse');
        expect(await biller.reverse(request)).toEqual({ kind: 'unknown', reason: 'connection_lost' });
        expect(await biller.inquire(request.reference)).toMatchObject({ kind: found });
        expect(await biller.reverse(request)).toMatchObject({ kind: 'succeeded' });
        expect(await subject.commits(request.reference)).toBe(1);
      });
    });
  });
}
