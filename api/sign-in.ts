import { createHash } from 'node:crypto';
import type { Request } from 'express';
import type { Channel, ChannelStore } from '../store/interfaces/channels';
import { channelCaller } from './caller';
import type { Caller } from './caller';
import { Problem } from './problems';

const KNOWN_FOR_MS = 30_000;
/** Short, so that a key just granted works soon; long enough to spare the store a client that keeps trying. */
const UNKNOWN_FOR_MS = 2_000;
const MOST_KEYS = 10_000;

interface Remembered {
  channel: Channel | undefined;
  until: number;
}

export interface FailedSignIns {
  /** Throws where this address has failed too often. */
  check(request: Request): Promise<void>;
  /** Counts one more. */
  count(request: Request): Promise<void>;
}

/** Finds the channel behind a request's key. A key withdrawn goes on working for up to 30 s. */
export class SignIn {
  private readonly remembered = new Map<string, Remembered>();

  constructor(
    private readonly channels: ChannelStore,
    private readonly failures: FailedSignIns,
    private readonly now: () => Date,
  ) {}

  /** Throws `key_missing` or `key_unknown`. */
  async callerOf(request: Request): Promise<Caller> {
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
