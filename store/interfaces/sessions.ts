import type { Actor } from '../../domain/actors';
import type { User, UsedCode } from './users';

/** A session as the store holds it: by the SHA-256 of its token, in hex. The token itself is nowhere. */
export interface UserSession {
  user: User;
  /** RFC 3339. */
  seenAt: string;
  /** RFC 3339: it ends then, however busy. */
  expiresAt: string;
}

export interface NewSession {
  tokenHash: string;
  userId: string;
  /** Of the password that was checked: where it was changed meanwhile, there is no session. */
  passwordHash: string;
  lifetimeMs: number;
  /** Needed where the user has a second factor, unless this goes on from a session that had it. */
  code?: UsedCode;
  continues?: boolean;
  /** The session that the same browser had before ends. */
  replaces?: string;
  /** For the log. */
  address?: string;
}

export interface SessionStore {
  /**
   * Signs in: the session, the user's last sign-in, the code's step and the log entry, all or nothing. Undefined where
   * the user was disabled, the password changed or the code used meanwhile.
   */
  start(session: NewSession): Promise<UserSession | undefined>;
  /**
   * Undefined where there is none, it has ended, was idle for longer than `idleMs`, or its user is disabled. Being
   * looked up keeps it from being idle, unless `touches` is false; that is written once a minute at most.
   */
  find(tokenHash: string, idleMs: number, touches?: boolean): Promise<UserSession | undefined>;
  end(tokenHash: string, actor: Actor): Promise<void>;
  /** Signs a user out everywhere; false where there is no such user. */
  endAll(userId: string, actor: Actor): Promise<boolean>;
}
