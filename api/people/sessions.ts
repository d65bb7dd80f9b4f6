import type { Actor } from '../../domain/actors';
import type { NewSession, SessionStore, UserSession } from '../../store/interfaces/sessions';
import { newToken, tokenHashOf } from './session-cookie';

/** How long an answer of the store is believed: so much later, at most, does another process hear of an end. */
const KNOWN_FOR_MS = 2_000;
const MOST_SESSIONS = 10_000;
/** No session has it, and none ever will: tokens are drawn at random, and what has ended does not begin again. */
const UNKNOWN_FOR_MS = 60_000;
const MOST_UNKNOWN = 10_000;

interface Remembered {
  session: UserSession;
  /** Whether the store heard that it is used. */
  touched: boolean;
  until: number;
}

export interface SessionTimes {
  /** A session that is not used for so long ends, in milliseconds. */
  idleMs: number;
  /** However busy, it ends after so long, in milliseconds. */
  lifetimeMs: number;
}

/** The sessions of people. What ends one in this process ends it at once; in others, two seconds later at most. */
export class Sessions {
  private readonly remembered = new Map<string, Remembered>();
  /** Until when each is taken for unknown; apart, so that made-up ones push out no session that there is. */
  private readonly unknown = new Map<string, number>();
  /** Counts the ends: what was asked for before one is not remembered after it. */
  private ends = 0;

  constructor(
    private readonly store: SessionStore,
    readonly times: SessionTimes,
    private readonly now: () => Date,
  ) {}

  /** Whether this process saw the token before; what it did not see costs a look into the store. */
  saw(token: string): boolean {
    const hash = tokenHashOf(token);
    return this.remembered.has(hash) || this.isUnknown(hash);
  }

  /** @param touches false where nobody is at the screen: the session is then left to become idle */
  async find(token: string, touches = true): Promise<UserSession | undefined> {
    const hash = tokenHashOf(token);
    const known = this.remembered.get(hash);
    const fresh = known && known.until > this.now().getTime();
    if (fresh && (known.touched || !touches)) return known.session;
    if (this.isUnknown(hash)) return undefined;
    const ends = this.ends;
    const session = await this.store.find(hash, this.times.idleMs, touches);
    if (!session) this.rememberUnknown(hash);
    else if (ends === this.ends) this.remember(hash, session, touches);
    return session;
  }

  /** As `find`, without keeping the session from being idle. */
  peek(token: string): Promise<UserSession | undefined> {
    return this.store.find(tokenHashOf(token), this.times.idleMs, false);
  }

  /** Undefined where what was checked is true no more. */
  async start(
    session: Omit<NewSession, 'tokenHash' | 'lifetimeMs'>,
  ): Promise<{ token: string; session: UserSession } | undefined> {
    const token = newToken();
    const hash = tokenHashOf(token);
    const { lifetimeMs } = this.times;
    const ends = this.ends;
    const started = await this.store.start({ ...session, tokenHash: hash, lifetimeMs });
    if (started && ends === this.ends) this.remember(hash, started, true);
    if (session.replaces !== undefined) this.forget(session.replaces);
    return started && { token, session: started };
  }

  async end(token: string, actor: Actor): Promise<void> {
    const hash = tokenHashOf(token);
    await this.store.end(hash, actor);
    this.forget(hash);
  }

  /** Signs a user out everywhere; false where there is no such user. */
  async endAll(userId: string, actor: Actor): Promise<boolean> {
    const done = await this.store.endAll(userId, actor);
    this.forgetUser(userId);
    return done;
  }

  /** To be called after anything that changes what a user may do. */
  forgetUser(userId: string): void {
    this.ends++;
    for (const [hash, { session }] of this.remembered) {
      if (session.user.id === userId) this.remembered.delete(hash);
    }
  }

  /** RFC 3339: when a session ends unless it is used. */
  idleExpiryOf({ seenAt, expiresAt }: UserSession): string {
    const idle = new Date(Date.parse(seenAt) + this.times.idleMs).toISOString();
    return idle < expiresAt ? idle : expiresAt;
  }

  private forget(hash: string): void {
    this.ends++;
    this.remembered.delete(hash);
  }

  private remember(hash: string, session: UserSession, touched: boolean): void {
    makeRoom(this.remembered, MOST_SESSIONS);
    this.remembered.set(hash, { session, touched, until: this.now().getTime() + KNOWN_FOR_MS });
  }

  private isUnknown(hash: string): boolean {
    const until = this.unknown.get(hash);
    return until !== undefined && until > this.now().getTime();
  }

  private rememberUnknown(hash: string): void {
    this.remembered.delete(hash);
    makeRoom(this.unknown, MOST_UNKNOWN);
    this.unknown.set(hash, this.now().getTime() + UNKNOWN_FOR_MS);
  }
}

function makeRoom(map: Map<string, unknown>, most: number): void {
  if (map.size >= most) map.delete(map.keys().next().value!);
}
