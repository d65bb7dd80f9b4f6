import type { Actor } from '../../domain/actors';
import type { UserChanges } from '../../domain/users';
import { FREE_SIGN_INS, LOCK_OUTS_MS } from '../../domain/users';
import type { NewSession, SessionStore, UserSession } from '../../store/interfaces/sessions';
import type {
  Changed,
  NewUser,
  SecondFactor,
  SignInAttempt,
  User,
  UserStore,
} from '../../store/interfaces/users';

interface Held {
  user: User;
  passwordHash: string;
  secondFactor: SecondFactor;
}

interface Counted {
  failures: number;
  lockedUntil: number;
}

/** Users, their sessions and their wrong sign-ins in memory, with what the log would say. */
export class FakeUsers {
  readonly held = new Map<string, Held>();
  readonly open = new Map<string, { userId: string; seenAt: number; expiresAt: number }>();
  readonly attempts = new Map<string, Counted>();
  readonly log: { type: string; actor?: Actor; userId?: string; data?: unknown }[] = [];
  sessionLookUps = 0;

  constructor(private readonly now: () => Date) {}

  asUserStore(): UserStore {
    return {
      create: async (user, actor) => this.create(user, actor),
      get: async (id) => this.view(this.held.get(id)),
      findByUsername: async (username) => this.view(this.named(username)),
      list: async ({ limit }) => ({
        items: [...this.held.values()]
          .reverse()
          .slice(0, limit)
          .map((held) => this.view(held)!),
      }),
      names: async (ids) =>
        new Map(ids.flatMap((id) => (this.held.has(id) ? [[id, this.held.get(id)!.user.displayName]] : []))),
      change: async (id, version, changes, actor) => this.change(id, version, changes, actor),
      resetPassword: async (id, hash, actor) => this.setPassword(id, hash, true, 'password_reset', actor),
      changePassword: async (id, from, to, actor) =>
        this.held.get(id)?.passwordHash === from &&
        this.setPassword(id, to, false, 'password_changed', actor),
      proposeSecondFactor: async (id, secret) => this.propose(id, secret),
      confirmSecondFactor: async (id, secret, lastStep, actor) =>
        this.confirm(id, { secret, lastStep }, actor),
      removeSecondFactor: async (id, actor, step) => this.remove(id, actor, step),
      beginSignIn: async (username) => this.begin(username),
      takeBackSignIn: async (username, failures) => {
        const counted = this.attempts.get(username);
        if (counted?.failures === failures)
          this.attempts.set(username, { failures: failures - 1, lockedUntil: 0 });
      },
      forgetSignIns: async (username) => void this.attempts.delete(username),
      logSignIn: async (type, userId, data) => void this.log.push({ type, userId, data }),
    };
  }

  asSessionStore(): SessionStore {
    return {
      start: async (session) => this.start(session),
      find: async (hash, idleMs, touches) => this.find(hash, idleMs, touches),
      end: async (hash, actor) => {
        if (this.open.delete(hash)) this.log.push({ type: 'signed_out', actor });
      },
      endAll: async (userId, actor) => {
        if (!this.held.has(userId)) return false;
        this.endSessions(userId);
        this.log.push({ type: 'signed_out', userId, actor });
        return true;
      },
    };
  }

  private create(user: NewUser, actor: Actor): User | undefined {
    if (this.named(user.username)) return undefined;
    const { id, username, displayName, level, permissions, language, passwordHash } = user;
    const made = { disabled: false, locked: false, secondFactor: false, passwordChangeRequired: true };
    const times = { createdAt: this.now().toISOString(), version: 1 };
    const named = { id, username, displayName, level, permissions, ...(language && { language }) };
    this.held.set(id, { user: { ...named, ...made, ...times }, passwordHash, secondFactor: {} });
    this.log.push({ type: 'created', userId: id, actor });
    return this.view(this.held.get(id));
  }

  private change(id: string, version: number, changes: UserChanges, actor: Actor): Changed {
    const held = this.held.get(id);
    if (!held) return { kind: 'not_found' };
    if (held.user.version !== version) return { kind: 'stale' };
    const to = { ...held.user, ...changes, version: version + 1 };
    const left = [...this.held.values()].filter(
      ({ user }) => user.id !== id && user.level === 'administrator' && !user.disabled,
    );
    const stays = to.level === 'administrator' && !to.disabled;
    const was = held.user.level === 'administrator' && !held.user.disabled;
    if (was && !stays && left.length === 0) return { kind: 'last_administrator' };
    held.user = to;
    if (changes.locked === false) this.attempts.delete(to.username);
    if (to.disabled) this.endSessions(id);
    this.log.push({ type: 'changed', userId: id, actor });
    return { kind: 'changed', user: this.view(held)! };
  }

  private setPassword(id: string, hash: string, required: boolean, type: string, actor: Actor): boolean {
    const held = this.held.get(id);
    if (!held) return false;
    held.passwordHash = hash;
    held.user = { ...held.user, passwordChangeRequired: required };
    if (required) this.attempts.delete(held.user.username);
    this.endSessions(id);
    this.log.push({ type, userId: id, actor });
    return true;
  }

  private propose(id: string, proposed: string): boolean {
    const held = this.held.get(id)!;
    if (held.secondFactor.secret !== undefined) return false;
    held.secondFactor = { proposed };
    return true;
  }

  private confirm(
    id: string,
    { secret, lastStep }: Required<Omit<SecondFactor, 'proposed'>>,
    actor: Actor,
  ): boolean {
    const held = this.held.get(id)!;
    if (held.secondFactor.proposed !== secret) return false;
    held.secondFactor = { secret, lastStep };
    this.log.push({ type: 'second_factor_added', userId: id, actor });
    return true;
  }

  private remove(id: string, actor: Actor, step?: number): boolean {
    const held = this.held.get(id);
    if (held?.secondFactor.secret === undefined) return false;
    if (step !== undefined && step <= (held.secondFactor.lastStep ?? 0)) return false;
    held.secondFactor = {};
    this.log.push({ type: 'second_factor_removed', userId: id, actor });
    return true;
  }

  private begin(username: string): SignInAttempt {
    const held = this.named(username);
    const counted = this.attempts.get(username) ?? { failures: 0, lockedUntil: 0 };
    const now = this.now().getTime();
    if (counted.lockedUntil > now) {
      return { kind: 'locked', forMs: counted.lockedUntil - now, userId: held?.user.id };
    }
    const failures = counted.failures + 1;
    const place = Math.min(failures - FREE_SIGN_INS, LOCK_OUTS_MS.length - 1);
    this.attempts.set(username, { failures, lockedUntil: place < 0 ? 0 : now + LOCK_OUTS_MS[place]! });
    return { kind: 'open', failures, credentials: held && { ...held, user: this.view(held)! } };
  }

  private start(session: NewSession): UserSession | undefined {
    const held = this.held.get(session.userId);
    if (!held || held.user.disabled || held.passwordHash !== session.passwordHash) return undefined;
    if (session.code && session.code.step <= (held.secondFactor.lastStep ?? 0)) return undefined;
    if (session.code) held.secondFactor.lastStep = session.code.step;
    if (session.replaces !== undefined) this.open.delete(session.replaces);
    const seenAt = this.now().getTime();
    held.user = { ...held.user, lastSignInAt: this.now().toISOString() };
    const opened = { userId: held.user.id, seenAt, expiresAt: seenAt + session.lifetimeMs };
    this.open.set(session.tokenHash, opened);
    this.log.push({ type: 'signed_in', userId: held.user.id });
    return this.find(session.tokenHash, Infinity);
  }

  private find(hash: string, idleMs: number, touches = true): UserSession | undefined {
    this.sessionLookUps++;
    const [session, now] = [this.open.get(hash), this.now().getTime()];
    if (!session || session.expiresAt <= now || session.seenAt <= now - idleMs) return undefined;
    if (touches) session.seenAt = now;
    const [seenAt, expiresAt] = [session.seenAt, session.expiresAt].map((at) => new Date(at).toISOString());
    return { user: this.view(this.held.get(session.userId))!, seenAt: seenAt!, expiresAt: expiresAt! };
  }

  private endSessions(userId: string): void {
    for (const [hash, session] of this.open) if (session.userId === userId) this.open.delete(hash);
  }

  private named(username: string): Held | undefined {
    return [...this.held.values()].find(({ user }) => user.username === username);
  }

  private view(held: Held | undefined): User | undefined {
    if (!held) return undefined;
    const locked = (this.attempts.get(held.user.username)?.lockedUntil ?? 0) > this.now().getTime();
    return { ...held.user, locked, secondFactor: held.secondFactor.secret !== undefined };
  }
}
