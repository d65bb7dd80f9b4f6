import { ulid } from 'ulid';
import type { Inquiry } from '../../domain/outcomes';
import { referenceOf } from '../../domain/steps';
import type { Acquirer, Page } from './acquirer';
import type { AcquirerSubject } from '../testing/acquirer-subject';

const AMOUNT = { value: 1050, currency: 'EUR' };

/** The part of an acquirer's definition that is about its hosted page. */
export function hostedPageContract(
  subject: () => Pick<AcquirerSubject, 'acquirer' | 'commits' | 'payer'>,
  /** `leavingIsFinal`: false where a payer who leaves the page may come back to it. */
  { leavingIsFinal }: { leavingIsFinal: boolean },
): void {
  const acquirer = (): Acquirer => subject().acquirer;
  const newReference = (): string => referenceOf(`pay_${ulid()}`, 'fund');
  const opened = async (saveCard = false) => {
    const reference = newReference();
    const request = {
      reference,
      amount: AMOUNT,
      returnUrl: 'https://shop.invalid/back',
      callbackUrl: 'http://127.0.0.1:9/callback',
      expiresAt: new Date(Date.now() + 3_600_000).toISOString(),
      saveCard,
    };
    const page = await acquirer().openPage(request);
    if (page.kind !== 'succeeded') throw new Error(`not opened: ${JSON.stringify(page)}`);
    return { reference, request, ...page.value };
  };
  const payer = () => {
    const { payer: there } = subject();
    if (!there) throw new Error('nobody to pay');
    return there;
  };

  test('opens, and the same reference gives the same page', async () => {
    const { reference, request, url } = await opened();
    expect(await acquirer().openPage(request)).toMatchObject({ kind: 'succeeded', value: { url } });
    expect(await acquirer().inquirePage(reference)).toEqual(ok({ status: 'open', url }));
    expect(await acquirer().inquireAuthorisation(reference)).not.toMatchObject({ kind: 'succeeded' });
  });

  test('a page never opened is absent', async () => {
    expect(await acquirer().inquirePage(newReference())).toEqual({ kind: 'absent' });
    expect(await acquirer().expirePage(newReference())).toEqual({ kind: 'absent' });
  });

  test('once the payer has paid it is authorised, holds the money and can be captured', async () => {
    const { reference, url, externalId } = await opened(true);
    await payer().approve(url);
    const page = await acquirer().inquirePage(reference, { externalId });
    expect(page).toMatchObject(ok({ status: 'authorised', card: { last4: '4242' } } as Partial<Page>));
    const held = await acquirer().inquireAuthorisation(reference);
    expect(held).toMatchObject({ kind: 'succeeded', value: { captured: false } });
    const capture = { authorisation: reference, reference: `${reference}-capture`, amount: AMOUNT };
    expect(await acquirer().capture(capture)).toMatchObject({ kind: 'succeeded' });
  });

  const whereFinal = leavingIsFinal ? test : test.skip;
  whereFinal('once the payer has given up it is declined for good', async () => {
    const { reference, url } = await opened();
    await payer().cancel(url);
    expect(await acquirer().inquirePage(reference)).toEqual({
      kind: 'declined',
      code: 'cancelled_by_payer',
    });
  });

  test('an expired page can no longer be paid', async () => {
    const { reference, url } = await opened();
    expect(await acquirer().expirePage(reference)).toEqual(ok({ status: 'expired' }));
    await payer().approve(url);
    expect(await acquirer().inquirePage(reference)).toEqual(ok({ status: 'expired' }));
    expect(await subject().commits(reference)).toBe(0);
  });

  test('closing a page too late says that the payer was quicker, and the money can be let go', async () => {
    const { reference, url } = await opened();
    await payer().approve(url);
    expect(await acquirer().expirePage(reference)).toMatchObject(
      ok({ status: 'authorised' } as Partial<Page>),
    );
    const release = { authorisation: reference, reference: `${reference}-release` };
    expect(await acquirer().release(release)).toMatchObject({ kind: 'succeeded' });
  });
}

const ok = (value: Partial<Page>): Inquiry<Partial<Page>> => ({ kind: 'succeeded', value });
