import type { LoggedChange } from '../../store/interfaces/audit';

/** Blocks that wait for a listener who reads too slowly; beyond it the stream ends, and the listener comes back. */
const MOST_WAITING = 1_000;

/** One reader of the live feed: a bounded queue of blocks of text/event-stream, and whoever waits at its end. */
export class Listener implements AsyncIterableIterator<string> {
  private waiting: string[] = ['retry: 2000\n\n'];
  private ended = false;
  private wake: (() => void) | undefined;
  private heard = false;
  /** Told by the look back at the beginning: not told again. */
  private readonly told = new Set<number>();

  constructor(
    private readonly sees: (change: LoggedChange) => boolean,
    /** Whether who listens may still do so. */
    readonly mayListen: () => Promise<boolean>,
    private readonly onEnd: (listener: Listener) => void,
  ) {}

  tell(change: LoggedChange): void {
    if (this.told.has(change.id) || !this.sees(change)) return;
    this.heard = true;
    this.push(blockOf(change));
  }

  /** Whether it was told anything since this was last asked. */
  heardAnything(): boolean {
    const { heard } = this;
    this.heard = false;
    return heard;
  }

  /** What happened before it began to listen, which the feed may tell of once more. */
  tellEarlier(changes: readonly LoggedChange[]): void {
    const later = this.waiting.splice(1);
    for (const change of changes) {
      this.tell(change);
      this.told.add(change.id);
    }
    const known = new Set(this.waiting);
    for (const block of later) if (!known.has(block)) this.push(block);
  }

  /** Too much has happened to tell of each: all that was shown must be fetched anew. */
  tellToFetchAnew(newest: number): void {
    this.push(`id: ${newest}\nevent: resync\ndata: {}\n\n`);
  }

  /** Keeps the line open, and the place in the log fresh, where nothing is to tell. */
  beat(place: number | undefined): void {
    this.push(place === undefined ? ': still here\n\n' : `: still here\nid: ${place}\n\n`);
  }

  end(): void {
    if (this.ended) return;
    this.ended = true;
    this.wake?.();
    this.onEnd(this);
  }

  async next(): Promise<IteratorResult<string>> {
    if (this.waiting.length === 0 && !this.ended) {
      await new Promise<void>((resolve) => (this.wake = resolve));
    }
    if (this.waiting.length === 0) return { done: true, value: undefined };
    return { done: false, value: this.waiting.splice(0).join('') };
  }

  async return(): Promise<IteratorResult<string>> {
    this.waiting = [];
    this.end();
    return { done: true, value: undefined };
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  private push(block: string): void {
    if (this.ended) return;
    if (this.waiting.length >= MOST_WAITING) return this.end();
    this.waiting.push(block);
    this.wake?.();
  }
}

function blockOf({ id, object, type, version }: LoggedChange): string {
  const data = JSON.stringify({ object: object.kind, id: object.id, type, version });
  return `id: ${id}\nevent: change\ndata: ${data}\n\n`;
}
