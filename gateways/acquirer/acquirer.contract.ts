import { ulid } from 'ulid';
import { referenceOf } from '../../domain/steps';
import type { LineFault } from '../testing/faulty-proxy';
import type { Acquirer } from './acquirer';
import { hostedPageContract } from './acquirer-pages.contract';
import type { AcquirerFeatures, AcquirerSubject } from '../testing/acquirer-subject';

const EUR = (value: number) => ({ value, currency: 'EUR' });

/** The definition of an acquirer: whatever passes this can take payments. */
export function acquirerContract(
  name: string,
  features: AcquirerFeatures,
  makeSubject: () => Promise<AcquirerSubject>,
): void {
  describe(`acquirer contract: ${name}`, () => {
    let subject: AcquirerSubject;
    let acquirer: Acquirer;
    beforeAll(async () => {
      subject = await makeSubject();
      acquirer = subject.acquirer;
    });
    afterAll(() => subject?.close());

    const names = () => {
      const payment = `pay_${ulid()}`;
      return { reference: referenceOf(payment, 'fund'), later: (step: Later) => referenceOf(payment, step) };
    };
    const authorised = async (capture: boolean) => {
      const { reference, later } = names();
      const token = await subject.token('approved');
      const outcome = await acquirer.authorise({ reference, amount: EUR(1050), token, capture });
      expect(outcome).toMatchObject({ kind: 'succeeded', value: { captured: capture } });
      return { authorisation: reference, later };
    };

    describe('the line', () => {
      test('is up where the acquirer answers', async () => {
        expect(await acquirer.probe()).toBe('up');
      });

      test.each(['dropBefore', 'dropAfter', 'silence', 'serverError', 'malformed'] as const)(
        'is down after %s, and up again',
        async (fault) => {
          subject.fault(fault, 'probe');
          expect(await acquirer.probe()).toBe('down');
          expect(await acquirer.probe()).toBe('up');
        },
      );

      test('is down to a caller who gives up', async () => {
        expect(await acquirer.probe({ signal: AbortSignal.abort() })).toBe('down');
      });
    });

    describe('authorise', () => {
      test.each([true, false])('an approved card, capture %s; the inquiry says the same', async (capture) => {
        const { authorisation } = await authorised(capture);
        const inquiry = await acquirer.inquireAuthorisation(authorisation);
        expect(inquiry).toMatchObject({ kind: 'succeeded', value: { captured: capture } });
        expect(await subject.commits(authorisation)).toBe(1);
      });

      test.each(features.declines)('a card declined with %s; the inquiry says the same', async (code) => {
        const { reference } = names();
        const token = await subject.token(code);
        const outcome = await acquirer.authorise({ reference, amount: EUR(1050), token, capture: true });
        expect(outcome).toEqual({ kind: 'declined', code });
        expect(await acquirer.inquireAuthorisation(reference)).toEqual({ kind: 'declined', code });
        expect(await subject.commits(reference)).toBe(0);
      });

      test('a reference never sent is absent', async () => {
        expect(await acquirer.inquireAuthorisation(names().reference)).toEqual({ kind: 'absent' });
      });

      const onlyIdempotent = features.idempotent ? test : test.skip;
      onlyIdempotent('the same reference again is answered alike and charged once', async () => {
        const { reference } = names();
        const token = await subject.token('approved');
        const request = { reference, amount: EUR(700), token, capture: true };
        const first = await acquirer.authorise(request);
        expect(await acquirer.authorise(request)).toEqual(first);
        expect(await subject.commits(reference)).toBe(1);
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
        const { reference } = names();
        const token = await subject.token('approved');
        subject.fault(fault, 'authorise');
        const outcome = await acquirer.authorise({ reference, amount: EUR(1050), token, capture: true });
        expect(outcome).toEqual({ kind: 'unknown', reason });
        expect(await subject.commits(reference)).toBe(done);
        const inquiry = await acquirer.inquireAuthorisation(reference);
        expect(inquiry).toMatchObject(
          done ? { kind: 'succeeded', value: { captured: true } } : { kind: 'absent' },
        );
      });

      test.each(lost)('%s while asking: unknown, never absent and never declined', async (fault, reason) => {
        const { authorisation } = await authorised(true);
        subject.fault(fault, 'inquireAuthorisation');
        const inquiry = await acquirer.inquireAuthorisation(authorisation);
        expect(inquiry).toEqual({ kind: 'unknown', reason });
      });

      test('a caller who gives up gets unknown', async () => {
        const { reference } = names();
        const token = await subject.token('approved');
        subject.fault('silence', 'authorise');
        const request = { reference, amount: EUR(1050), token, capture: true };
        const outcome = await acquirer.authorise(request, { signal: AbortSignal.timeout(30) });
        expect(outcome).toEqual({ kind: 'unknown', reason: 'timeout' });
      });
    });

    describe('capture, release and refund', () => {
      test('a capture is done once, and the inquiry knows it from what was never sent', async () => {
        const { authorisation, later } = await authorised(false);
        const request = { authorisation, reference: later('capture'), amount: EUR(1050) };
        expect(await acquirer.inquire('capture', request)).toEqual({ kind: 'absent' });
        expect(await acquirer.capture(request)).toMatchObject({ kind: 'succeeded' });
        expect(await acquirer.inquire('capture', request)).toMatchObject({ kind: 'succeeded' });
        const inquiry = await acquirer.inquireAuthorisation(authorisation);
        expect(inquiry).toMatchObject({ kind: 'succeeded', value: { captured: true } });
      });

      test('a release is done, counts as done again, and nothing can be captured after it', async () => {
        const { authorisation, later } = await authorised(false);
        const request = { authorisation, reference: later('release') };
        expect(await acquirer.inquire('release', request)).toEqual({ kind: 'absent' });
        expect(await acquirer.release(request)).toMatchObject({ kind: 'succeeded' });
        expect(await acquirer.release({ ...request, reference: `${request.reference}2` })).toMatchObject({
          kind: 'succeeded',
        });
        expect(await acquirer.inquire('release', request)).toMatchObject({ kind: 'succeeded' });
        const capture = { authorisation, reference: later('capture'), amount: EUR(1050) };
        expect(await acquirer.capture(capture)).toEqual({ kind: 'declined', code: 'not_authorised' });
      });

      test('what was captured is not released', async () => {
        const { authorisation, later } = await authorised(true);
        const outcome = await acquirer.release({ authorisation, reference: later('release') });
        expect(outcome).toEqual({ kind: 'declined', code: 'not_authorised' });
      });

      test('a refund in part is done, and the inquiry knows it from what was never sent', async () => {
        const { authorisation, later } = await authorised(true);
        const request = { authorisation, reference: later('reverse'), amount: EUR(50) };
        expect(await acquirer.inquire('refund', request)).toEqual({ kind: 'absent' });
        expect(await acquirer.refund(request)).toMatchObject({ kind: 'succeeded' });
        expect(await acquirer.inquire('refund', request)).toMatchObject({ kind: 'succeeded' });
        expect(await subject.commits(request.reference)).toBe(1);
      });

      const part = (authorisation: string, name: string, value: number) => ({
        authorisation,
        reference: `${authorisation}.back-${name}`,
        amount: EUR(value),
      });

      test('refunds in parts are each done once, under their own references', async () => {
        const { authorisation } = await authorised(true);
        for (const request of [part(authorisation, '1', 500), part(authorisation, '2', 550)]) {
          expect(await acquirer.inquire('refund', request)).toEqual({ kind: 'absent' });
          expect(await acquirer.refund(request)).toMatchObject({ kind: 'succeeded' });
          expect(await acquirer.inquire('refund', request)).toMatchObject({ kind: 'succeeded' });
          expect(await subject.commits(request.reference)).toBe(1);
        }
      });

      const whereLimited = features.limitsRefunds ? test : test.skip;
      whereLimited('refunds never exceed what was captured', async () => {
        const { authorisation } = await authorised(true);
        expect(await acquirer.refund(part(authorisation, '1', 800))).toMatchObject({ kind: 'succeeded' });
        const tooMuch = part(authorisation, '2', 251);
        expect(await acquirer.refund(tooMuch)).toEqual({ kind: 'declined', code: 'amount_out_of_range' });
        expect(await acquirer.inquire('refund', tooMuch)).not.toMatchObject({ kind: 'succeeded' });
        expect(await subject.commits(tooMuch.reference)).toBe(0);
        expect(await acquirer.refund(part(authorisation, '3', 250))).toMatchObject({ kind: 'succeeded' });
        expect(await acquirer.refund(part(authorisation, '4', 1))).toMatchObject({ kind: 'declined' });
      });

      test('what was not captured is not refunded', async () => {
        const { authorisation, later } = await authorised(false);
        const request = { authorisation, reference: later('reverse'), amount: EUR(50) };
        expect(await acquirer.refund(request)).toEqual({ kind: 'declined', code: 'not_authorised' });
        expect(await acquirer.inquire('refund', request)).not.toMatchObject({ kind: 'succeeded' });
      });

      test('what was never authorised is not captured', async () => {
        const { reference, later } = names();
        const request = { authorisation: reference, reference: later('capture'), amount: EUR(1050) };
        expect(await acquirer.capture(request)).toEqual({ kind: 'declined', code: 'not_authorised' });
      });

      test.each([
        ['capture', false, 'capture'],
        ['release', false, 'release'],
        ['refund', true, 'reverse'],
      ] as const)(
        'a %s whose answer is lost is unknown, and the inquiry tells',
        async (call, captured, step) => {
          const { authorisation, later } = await authorised(captured);
          const request = { authorisation, reference: later(step), amount: EUR(1050) };
          subject.fault('dropBefore', call);
          expect(await acquirer[call](request)).toEqual({ kind: 'unknown', reason: 'connection_lost' });
          expect(await acquirer.inquire(call, request)).toMatchObject({ kind: 'absent' });
          subject.fault('dropAfter', call);
          expect(await acquirer[call](request)).toEqual({ kind: 'unknown', reason: 'connection_lost' });
          expect(await acquirer.inquire(call, request)).toMatchObject({ kind: 'succeeded' });
        },
      );
    });

    describe('cards and callbacks', () => {
      test('a token from a card form becomes a card that can be charged', async () => {
        const outcome = await acquirer.registerCard(await subject.formToken(), 'customer-1');
        if (outcome.kind !== 'succeeded') throw new Error(`not registered: ${JSON.stringify(outcome)}`);
        expect(outcome.value).toEqual({
          token: expect.any(String),
          brand: 'visa',
          last4: '4242',
          expiryMonth: 12,
          expiryYear: expect.any(Number),
        });
        const { reference } = names();
        const charge = { reference, amount: EUR(300), token: outcome.value.token, capture: true };
        expect(await acquirer.authorise(charge)).toMatchObject({ kind: 'succeeded' });
      });

      test('a token that no form gave is not a card', async () => {
        const outcome = await acquirer.registerCard(subject.unknownFormToken, 'customer-1');
        expect(outcome).toEqual({ kind: 'declined', code: 'card_unknown' });
      });

      test('a genuine callback names its reference', async () => {
        const { reference } = names();
        const { headers, rawBody } = await subject.callback(reference);
        expect(acquirer.readCallback(headers, rawBody)).toEqual({ reference });
      });

      test('a callback that is forged, changed, old, from the future or unsigned is not believed', async () => {
        const { reference } = names();
        for (const options of [{ forged: true }, { ageSeconds: 301 + 60 }]) {
          const { headers, rawBody } = await subject.callback(reference, options);
          expect(acquirer.readCallback(headers, rawBody)).toBeUndefined();
        }
        const { headers, rawBody } = await subject.callback(reference);
        const changed = Buffer.from(rawBody.toString().replace(reference, names().reference));
        expect(acquirer.readCallback(headers, changed)).toBeUndefined();
        expect(acquirer.readCallback({}, rawBody)).toBeUndefined();
      });
    });

    const withPages = features.pages ? describe : describe.skip;
    withPages('hosted page', () => hostedPageContract(() => subject, { leavingIsFinal: true }));
  });
}

type Later = 'capture' | 'release' | 'reverse';
