import { type FileHandle, mkdir, open } from 'node:fs/promises';
import { join } from 'node:path';

/** One durable fact: what kind it is, and its data as plain JSON. */
interface Entry {
  kind: string;
  data: unknown;
}

const FLUSH_EVERY_MS = 5;

/**
 * An append-only JSONL file that remembers what the sandbox committed. Facts are kept in memory first and written
 * in one batch every few milliseconds, so a caller never waits for the disk; a kill may lose the last batch.
 * Without a directory nothing is written.
 */
export class Journal {
  private readonly listeners = new Map<string, (data: never) => void>();
  private file: FileHandle | undefined;
  private pending: string[] = [];
  private timer: NodeJS.Timeout | undefined;
  private writing: Promise<void> = Promise.resolve();

  constructor(private readonly directory?: string) {}

  /** Names who rebuilds its state from facts of this kind at the next `replay`. */
  on<T>(kind: string, apply: (data: T) => void): void {
    this.listeners.set(kind, apply);
  }

  append(kind: string, data: unknown): void {
    if (this.file === undefined) return;
    this.pending.push(JSON.stringify({ kind, data } satisfies Entry));
    this.timer ??= setTimeout(() => this.flush(), FLUSH_EVERY_MS);
  }

  /** Opens the file and hands every fact in it, in order, to its listener. */
  async replay(): Promise<void> {
    if (this.directory === undefined) return;
    await mkdir(this.directory, { recursive: true });
    const file = await open(join(this.directory, 'journal.jsonl'), 'a+');
    const text = await file.readFile('utf8');
    const complete = text.slice(0, text.lastIndexOf('\n') + 1);
    // A kill can leave half a line; cutting it off keeps the next one from being glued to it.
    if (complete.length < text.length) await file.truncate(Buffer.byteLength(complete));
    for (const line of complete.split('\n')) {
      if (line !== '') this.apply(JSON.parse(line) as Entry);
    }
    this.file = file;
  }

  /** Forgets everything written so far. */
  async clear(): Promise<void> {
    this.pending = [];
    await this.writing;
    await this.file?.truncate(0);
  }

  async close(): Promise<void> {
    this.flush();
    await this.writing;
    await this.file?.close();
    this.file = undefined;
  }

  private apply(entry: Entry): void {
    this.listeners.get(entry.kind)?.(entry.data as never);
  }

  private flush(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    const { file } = this;
    if (file === undefined || this.pending.length === 0) return;
    const batch = this.pending.join('\n') + '\n';
    this.pending = [];
    this.writing = this.writing
      .then(() => file.appendFile(batch))
      .catch((error: Error) => void process.stderr.write(`sandbox: journal not written: ${error.message}\n`));
  }
}
