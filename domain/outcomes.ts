import type { DeclineCode } from './declines';

/** The outside system did what it was asked; `value` is what it answered. */
export interface Succeeded<T> {
  kind: 'succeeded';
  value: T;
}

/** The outside system refused for good: nothing happened there, and asking again would not help. */
export interface Declined {
  kind: 'declined';
  code: DeclineCode;
}

/**
 * Nobody here knows whether it happened: a timeout, a dropped line, a 5xx after sending.
 * Resolved by `inquire`, never by sending again blindly and never by calling it failed.
 */
export interface Unknown {
  kind: 'unknown';
  reason: UnknownReason;
}

/** The outside system says that it has never seen the reference. Only an inquiry answers so. */
export interface Absent {
  kind: 'absent';
}

export type UnknownReason =
  | 'timeout'
  | 'connection_lost'
  | 'server_error'
  | 'unreadable_answer'
  | 'not_final'
  /** The vault, which was to send it, gave no word: it tells nothing of the outside system. */
  | 'vault_silent';

/** What a call that moves money ends in: one of exactly three. */
export type Outcome<T> = Succeeded<T> | Declined | Unknown;

/** What asking about an earlier call ends in. */
export type Inquiry<T> = Outcome<T> | Absent;

export const succeeded = <T>(value: T): Succeeded<T> => ({ kind: 'succeeded', value });
export const declined = (code: DeclineCode): Declined => ({ kind: 'declined', code });
export const unknown = (reason: UnknownReason): Unknown => ({ kind: 'unknown', reason });
export const absent: Absent = { kind: 'absent' };
