import type { Actor } from '../../domain/actors';
import type { GrantedPermission, Level } from '../../domain/levels';
import type { Language, UserChanges } from '../../domain/users';
import type { KeysetPage } from './reading';

export interface User {
  /** `usr_` and a ULID. */
  id: string;
  /** In small letters. */
  username: string;
  displayName: string;
  level: Level;
  permissions: GrantedPermission[];
  disabled: boolean;
  /** After too many wrong sign-ins, for a time. */
  locked: boolean;
  /** Whether signing in takes a code beside the password. */
  secondFactor: boolean;
  passwordChangeRequired: boolean;
  language?: Language;
  /** RFC 3339. */
  lastSignInAt?: string;
  /** RFC 3339. */
  createdAt: string;
  version: number;
}

export interface NewUser {
  id: string;
  username: string;
  displayName: string;
  level: Level;
  permissions: GrantedPermission[];
  language?: Language;
  /** Of the one-time password. */
  passwordHash: string;
}

/** What the second factor rests on. Secrets are sealed: the store can't read them. */
export interface SecondFactor {
  secret?: string;
  /** Shown to the user, and not confirmed yet. */
  proposed?: string;
  /** The time step of the code used last: no code counts twice. */
  lastStep?: number;
}

/** What signing in is checked against. */
export interface Credentials {
  user: User;
  passwordHash: string;
  secondFactor: SecondFactor;
}

export type SignInAttempt =
  /** Counted as wrong until it is finished or taken back. `credentials` where there is such a user. */
  | { kind: 'open'; failures: number; credentials?: Credentials }
  | { kind: 'locked'; forMs: number; userId?: string };

/** A code that was right: its step, and the secret sealed anew where the key has changed. */
export interface UsedCode {
  step: number;
  resealed?: string;
}

export type Changed =
  | { kind: 'changed'; user: User }
  | { kind: 'not_found' }
  /** Somebody else changed the user meanwhile. */
  | { kind: 'stale' }
  /** Nobody would be left who can change users. */
  | { kind: 'last_administrator' };

/** Every change writes its log entry in the same statement. */
export interface UserStore {
  /** Undefined where the name is taken. */
  create(user: NewUser, actor: Actor): Promise<User | undefined>;
  get(id: string): Promise<User | undefined>;
  findByUsername(username: string): Promise<User | undefined>;
  /** Newest first. Throws `InvalidCursor` where the cursor is not one of ours. */
  list(page: { cursor?: string; limit: number }): Promise<KeysetPage<User>>;
  /** The display names of these users, by id. */
  names(ids: readonly string[]): Promise<Map<string, string>>;
  /** Who is disabled is signed out everywhere. The last enabled administrator stays one, however many try at once. */
  change(id: string, version: number, changes: UserChanges, actor: Actor): Promise<Changed>;
  /** A one-time password instead of what there was: unlocks, and signs out everywhere. False where there is no such user. */
  resetPassword(id: string, passwordHash: string, actor: Actor): Promise<boolean>;
  /** False where the password is no longer the one of `from`. Signs out everywhere. */
  changePassword(id: string, from: string, to: string, actor: Actor): Promise<boolean>;
  /** Keeps a secret that is to be confirmed; false where there is a second factor already. */
  proposeSecondFactor(id: string, secret: string): Promise<boolean>;
  /** Takes `secret`, proposed before, for good; false where it is not the proposed one any more. */
  confirmSecondFactor(id: string, secret: string, step: number, actor: Actor): Promise<boolean>;
  /** With the user's own code, or without one by an administrator. False where there was none, or the code was used before. */
  removeSecondFactor(id: string, actor: Actor, step?: number): Promise<boolean>;

  /**
   * Counts an attempt for this name, whether or not there is such a user, before anything is checked: guesses made at
   * once are counted one by one.
   */
  beginSignIn(username: string): Promise<SignInAttempt>;
  /** The attempt was neither right nor wrong: it does not count. */
  takeBackSignIn(username: string, failures: number): Promise<void>;
  /** The attempt was right, and forgets the wrong ones before it. */
  forgetSignIns(username: string): Promise<void>;
  /** Writes to the log what became of an attempt. `userId` is undefined for a name that nobody has. */
  logSignIn(type: 'sign_in_refused' | 'locked_out', userId: string | undefined, data: object): Promise<void>;
}
