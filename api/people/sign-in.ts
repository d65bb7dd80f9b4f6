import { createHash } from 'node:crypto';
import type { Request } from 'express';
import { SCOPES } from '../../domain/scopes';
import type { Channel, ChannelStore } from '../../store/interfaces/channels';
import { channelCaller, may, userCaller } from './caller';
import type { Caller } from './caller';
import { Problem } from '../http/problems';
import type { FailedSignIns } from '../http/rate-limits';
import type { Permission } from '../http/route';
import { csrfTokenOf, saysIdle, tokenIn } from './session-cookie';
import type { Sessions } from './sessions';

const KNOWN_FOR_MS = 30_000;
/** Short, so that a key just granted works soon; long enough to spare the store a client that keeps trying. */
const UNKNOWN_FOR_MS = 2_000;
const MOST_KEYS = 10_000;

interface Remembered {
  channel: Channel | undefined;
  until: number;
}

/** Finds who is behind a request: the channel of its key or, without one, the person of its session cookie. */
export class SignIn {
  private readonly remembered = new Map<string, Remembered>();

  constructor(
    private readonly channels: ChannelStore,
    private readonly sessions: Sessions,
    readonly failures: FailedSignIns,
    /** Of sessions that nobody has; apart, so that a page left open long ago keeps nobody from signing in. */
    private readonly unknownSessions: FailedSignIns,
    private readonly now: () => Date,
  ) {}

  /**
   * Throws `key_missing`, `key_unknown` or `session_required`. A key withdrawn goes on working for up to 30 s, a session
   * that was ended by another process for 2 s.
   * @param forPeople whoever shows nothing at all is told of sessions, not of keys
   */
  async callerOf(request: Request, forPeople: boolean): Promise<Caller> {
    if (request.headers.authorization === undefined) {
      const token = tokenIn(request);
      if (token !== undefined) return this.personOf(token, request);
      if (forPeople) throw new Problem('session_required', challenge(''));
    }
    const key = /^Bearer +([\x21-\x7e]{8,256})$/i.exec(request.headers.authorization ?? '')?.[1];
    if (!key) throw new Problem('key_missing', challenge(''));
    const hash = createHash('sha256').update(key).digest('hex');
    const known = this.remembered.get(hash);
    const fresh = known && known.until > this.now().getTime();
    const channel = fresh ? known.channel : await this.lookUp(hash, request, known?.channel !== undefined);
    if (channel) return channelCaller(channel);
    await this.failures.count(request);
    throw new Problem('key_unknown', challenge(', error="invalid_token"'));
  }

  /** A caller that was admitted, as it is now; undefined where it would be no more. Keeps no session from being idle. */
  async again(request: Request, caller: Caller, permission: Permission): Promise<Caller | undefined> {
    const scope = SCOPES.find((one) => one === permission);
    const now = caller.session ? await this.personAgain(caller.session) : await this.channelAgain(request);
    return now && (!scope || may(now, scope)) ? now : undefined;
  }

  private async personAgain(before: NonNullable<Caller['session']>): Promise<Caller | undefined> {
    const session = await this.sessions.peek(before.token);
    if (!session || session.user.passwordChangeRequired) return undefined;
    return userCaller({ ...before, ...session });
  }

  private async channelAgain(request: Request): Promise<Caller | undefined> {
    try {
      return await this.callerOf(request, false);
    } catch (error) {
      if (error instanceof Problem) return undefined;
      throw error;
    }
  }

  /** A token seen before costs the store nothing more than a session does, and is not counted again. */
  private async personOf(token: string, request: Request): Promise<Caller> {
    const seen = this.sessions.saw(token);
    if (!seen) await this.unknownSessions.check(request);
    const session = await this.sessions.find(token, !saysIdle(request));
    if (!session && !seen) await this.unknownSessions.count(request);
    if (!session) throw new Problem('session_required', challenge(''));
    return userCaller({ ...session, token, csrfToken: csrfTokenOf(token) });
  }

  /** A key that was good before is looked up however many bad ones come from the same address. */
  private async lookUp(hash: string, request: Request, wasGood: boolean): Promise<Channel | undefined> {
    if (!wasGood) await this.failures.check(request);
    const channel = await this.channels.findByKeyHash(hash);
    if (this.remembered.size >= MOST_KEYS) this.remembered.delete(this.remembered.keys().next().value!);
    const until = this.now().getTime() + (channel ? KNOWN_FOR_MS : UNKNOWN_FOR_MS);
    this.remembered.set(hash, { channel, until });
    return channel;
  }
}

function challenge(reason: string): { headers: Record<string, string> } {
  return { headers: { 'WWW-Authenticate': `Bearer realm="tillflow"${reason}` } };
}
