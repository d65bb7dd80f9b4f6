import type { Logger } from 'pino';
import type { AuditStore, LoggedChange } from '../../store/interfaces/audit';
import { Problem } from '../http/problems';
import { Listener } from './listener';
import { LogReader } from './log-reader';
import { LogTail } from './log-tail';

/** What the stream tells of; the log has more. */
const TOLD: readonly string[] = ['payment', 'refund', 'line', 'settings'];

/** Ids before a place in the log that are told again where it is not known what was told up to there. */
const TOLD_AGAIN = 100;
/** Where more has happened since, everything is fetched anew. */
const MOST_EARLIER = 1_000;

export interface LiveFeedOptions {
  audit: Pick<AuditStore, 'newest' | 'changesAfter'>;
  log: Logger;
  now: () => Date;
  /** How often the log is read, and listeners without news hear a heartbeat, in milliseconds. */
  everyMs?: number;
  heartbeatMs?: number;
  /** How long changes may go to who may listen no more, in milliseconds. */
  admittedForMs?: number;
  /** Listeners in all, and of one caller. */
  mostListeners?: number;
  mostOfOne?: number;
}

export interface Listening {
  /** The caller's id. */
  who: string;
  sees: (change: LoggedChange) => boolean;
  /** Asked at each heartbeat, and soon after it was told something. */
  mayListen: () => Promise<boolean>;
  /** The id that was heard last, before the connection was lost. */
  after?: number;
}

/**
 * Tells whoever listens what changes. One reader of the log serves all listeners of a process, and reads only while there
 * are any.
 */
export class LiveFeed {
  private readonly listeners = new Map<Listener, string>();
  private running: { reader: LogReader; begun: Promise<void>; timers: NodeJS.Timeout[] } | undefined;
  private closed = false;

  constructor(private readonly options: LiveFeedOptions) {}

  get size(): number {
    return this.listeners.size;
  }

  /**
   * Resolves once nothing can be missed any more: what is fetched from then on, and what is told, is everything.
   * Throws `stream_full`, or what the store throws.
   */
  async listen({ who, sees, mayListen, after }: Listening): Promise<Listener> {
    this.refuseTooMany(who);
    const listener = new Listener(
      (change) => TOLD.includes(change.object.kind) && sees(change),
      mayListen,
      (one) => this.left(one),
    );
    this.listeners.set(listener, who);
    this.running ??= this.begin();
    const { reader, begun } = this.running;
    try {
      await begun;
      if (after !== undefined) await this.resume(listener, reader, after);
      return listener;
    } catch (error) {
      listener.end();
      throw error;
    }
  }

  /** Ends every stream, and takes no more listeners. */
  close(): void {
    this.closed = true;
    for (const listener of this.listeners.keys()) listener.end();
  }

  private refuseTooMany(who: string): void {
    const { mostListeners = 200, mostOfOne = 50 } = this.options;
    const ofOne = [...this.listeners.values()].filter((one) => one === who).length;
    if (!this.closed && this.listeners.size < mostListeners && ofOne < mostOfOne) return;
    throw new Problem('stream_full', { headers: { 'Retry-After': '5' } });
  }

  private begin(): NonNullable<typeof this.running> {
    const { audit, now, log, everyMs = 500, heartbeatMs = 15_000, admittedForMs = 2_000 } = this.options;
    const tell = (change: LoggedChange): void => {
      for (const listener of this.listeners.keys()) listener.tell(change);
    };
    const reader = new LogReader(new LogTail(audit, now), tell, log, everyMs);
    const timers = [
      setInterval(() => void this.beat(reader), heartbeatMs).unref(),
      setInterval(() => void this.askWhoHears(), admittedForMs).unref(),
    ];
    return { reader, begun: reader.begin(), timers };
  }

  private left(listener: Listener): void {
    this.listeners.delete(listener);
    if (this.listeners.size > 0 || !this.running) return;
    this.running.reader.stop();
    this.running.timers.forEach(clearInterval);
    this.running = undefined;
  }

  private async resume(listener: Listener, reader: LogReader, after: number): Promise<void> {
    const told = reader.toldAfter(after);
    if (told) return listener.tellEarlier(told);
    // Another process was ahead of this one, or it is no id of ours.
    if (after > reader.newest) return;
    const from = Math.max(0, after - TOLD_AGAIN);
    const earlier = await this.options.audit.changesAfter(from, [], MOST_EARLIER + 1);
    if (earlier.length > MOST_EARLIER) listener.tellToFetchAnew(reader.newest);
    else listener.tellEarlier(earlier.filter(({ id }) => id !== after));
  }

  /** Also the moment to see whether those who hear nothing still may listen: a session may have ended. */
  private async beat(reader: LogReader): Promise<void> {
    const { place } = reader;
    await Promise.all(
      [...this.listeners.keys()].map(async (listener) => {
        if (await this.isAdmitted(listener)) listener.beat(place);
      }),
    );
  }

  /** Who may listen no more hears no more, as soon as an end of a session is known anywhere. */
  private async askWhoHears(): Promise<void> {
    const hearing = [...this.listeners.keys()].filter((listener) => listener.heardAnything());
    await Promise.all(hearing.map((listener) => this.isAdmitted(listener)));
  }

  /** Ends it where it is not. Where nobody can say, there is nothing to hear either. */
  private async isAdmitted(listener: Listener): Promise<boolean> {
    const admitted = await listener.mayListen().catch(() => true);
    if (!admitted) listener.end();
    return admitted;
  }
}
