import {
  absent,
  declined,
  type Inquiry,
  type Outcome,
  succeeded,
  type Unknown,
  unknown,
} from '../../domain/outcomes';
import { type Answer, errorCode } from '../http/json-http';
import type { Authorisation, Confirmation, Page } from './acquirer';
import {
  cardIn,
  declineOf,
  isNeverSeen,
  type Operation,
  operationIn,
  refusalOf,
  sessionIn,
} from './http-protocol';

export const authorisationOf = ({ id, captured }: Operation): Authorisation => ({
  externalId: id,
  captured: captured === true,
});
export const confirmationOf = ({ id }: Operation): Confirmation => ({ externalId: id });

/** What an answer says about a request that changes something. */
export function doneOf<T>(
  answer: Answer | Unknown,
  kind: Operation['kind'],
  reference: string,
  read: (operation: Operation) => T,
): Outcome<T> {
  if (answer.kind === 'unknown') return answer;
  if (answer.status < 400) return outcomeIn(answer.body, kind, reference, read);
  // Our own key was not let in. Where money is held already that is to be mended, not taken for an answer.
  const isShutOut = answer.status === 401 || answer.status === 403;
  return isShutOut && kind !== 'authorisation' ? unknown('server_error') : refused(answer);
}

/** A 4xx is a refusal only in the protocol's own words: a proxy on the way, which has others, knows nothing. */
export function refused(answer: Answer): Outcome<never> {
  const code = errorCode(answer.body);
  // The key is in use, perhaps for something else: what stands under it is for an inquiry to find out.
  if (answer.status === 409 || code === 'reference_reused') return unknown('not_final');
  const refusal = refusalOf(code);
  return refusal === undefined ? unknown('server_error') : declined(refusal);
}

/** What an inquiry found. Only a 404 in the protocol's own words means "never seen"; a proxy's does not. */
export function foundOf<T>(answer: Answer | Unknown, read: (body: unknown) => Outcome<T>): Inquiry<T> {
  if (answer.kind === 'unknown') return answer;
  if (answer.status < 400) return read(answer.body);
  if (answer.status !== 404) return unknown('server_error');
  return isNeverSeen(errorCode(answer.body)) ? absent : unknown('unreadable_answer');
}

export function outcomeIn<T>(
  body: unknown,
  kind: Operation['kind'],
  reference: string,
  read: (operation: Operation) => T,
): Outcome<T> {
  const operation = operationIn(body, kind, reference);
  if (operation === undefined) return unknown('unreadable_answer');
  if (operation.status === 'approved') return succeeded(read(operation));
  // Let go before is what a release is after.
  if (kind === 'void' && operation.declineCode === 'already_voided') return succeeded(read(operation));
  return declined(declineOf(operation.declineCode));
}

export function pageIn(body: unknown, reference: string): Outcome<Page> {
  const session = sessionIn(body, reference);
  if (session === undefined) return unknown('unreadable_answer');
  switch (session.status) {
    case 'open':
      return succeeded({ status: 'open', url: session.url });
    case 'authorised':
      return succeeded({ status: 'authorised', externalId: session.id, card: cardIn(session.card) });
    case 'expired':
      return succeeded({ status: 'expired' });
    case 'declined':
      return declined(declineOf(session.declineCode));
  }
}
