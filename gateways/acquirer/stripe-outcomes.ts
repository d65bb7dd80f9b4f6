import type Stripe from 'stripe';
import { absent, declined, type Inquiry, type Outcome, succeeded, unknown } from '../../domain/outcomes';
import type { Authorisation, CallOptions, Confirmation, LaterOperation } from './acquirer';
import { declineOf, type Meaning, outcomeOf, unanswered } from './stripe-declines';
import { heeding } from './stripe-turns';

/** Runs requests that change something: a refusal of theirs is a decline. */
export async function command<T>(
  options: CallOptions | undefined,
  meaning: Meaning,
  run: () => Promise<Outcome<T>>,
): Promise<Outcome<T>> {
  const work = heeding(options?.signal, run);
  return waiting(
    options,
    work.catch((error: unknown) => outcomeOf(error, meaning)),
  );
}

/** Runs requests that only ask: an error never means that nothing is there. */
export async function inquiry<T>(
  options: CallOptions | undefined,
  run: () => Promise<Inquiry<T>>,
): Promise<Inquiry<T>> {
  return waiting(options, heeding(options?.signal, run).catch(unanswered));
}

/** A caller who gives up stops waiting: what was sent stays sent, and what was not is not sent any more. */
function waiting<T>(options: CallOptions | undefined, work: Promise<T>) {
  const signal = options?.signal;
  if (signal === undefined) return work;
  const gaveUp = unknown('timeout');
  return new Promise<T | typeof gaveUp>((resolve, reject) => {
    const giveUp = () => resolve(gaveUp);
    if (signal.aborted) giveUp();
    signal.addEventListener('abort', giveUp, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', giveUp));
  });
}

export function missing(why: 'absent' | 'too_many'): Inquiry<never> {
  return why === 'absent' ? absent : unknown('not_final');
}

export function authorisationOf(intent: Stripe.PaymentIntent): Outcome<Authorisation> {
  switch (intent.status) {
    case 'succeeded':
    case 'requires_capture':
      return succeeded({ externalId: intent.id, captured: intent.status === 'succeeded' });
    case 'canceled':
      return declined(intent.last_payment_error ? declineOf(intent.last_payment_error) : 'not_authorised');
    case 'processing':
      return unknown('not_final');
    default:
      // On a page the payer may still try again; off it nobody is there to, and only the payer could go on.
      if (intent.metadata['from'] === 'page') return unknown('not_final');
      if (intent.last_payment_error) return declined(declineOf(intent.last_payment_error));
      return declined('authentication_failed');
  }
}

export function confirmationOf(
  operation: LaterOperation,
  { id, status }: Stripe.PaymentIntent | Stripe.Refund,
): Outcome<Confirmation> {
  if (status === (operation === 'release' ? 'canceled' : 'succeeded') && isKind(operation, id)) {
    return succeeded({ externalId: id });
  }
  if (status === 'processing' || status === 'pending') return unknown('not_final');
  return declined(status === 'failed' ? 'acquirer_error' : 'not_authorised');
}

/** A refund is confirmed by a refund only, never by the intent that it is about. */
function isKind(operation: LaterOperation, id: string): boolean {
  return operation !== 'refund' || !id.startsWith('pi_');
}
