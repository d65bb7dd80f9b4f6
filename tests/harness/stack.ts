import { fork, type ChildProcess } from 'node:child_process';
import path from 'node:path';

export type StackPart = 'postgres' | 'temporal' | 'sandbox' | 'vault' | 'worker' | 'api';

export interface StackOptions {
  /** All, unless told. */
  parts?: StackPart[];
  /** Settings of the stack and its processes (.env.example), for example `{ API_HOSTS_WORKER: 'false' }`. */
  env?: Record<string, string>;
  /** Worker processes beside the API's own; 1 unless told. They are named worker, worker-2, … */
  workers?: number;
  /** Kept when the stack stops; without it, a temporary one. */
  dataDir?: string;
  /** Whether Temporal and Postgres keep data as they would in earnest; in memory and unflushed unless told. */
  durable?: boolean;
  /** Whether it has the users of the demonstration. */
  people?: boolean;
}

interface Opened {
  urls: {
    api: string;
    temporal: string;
    temporalUi?: string;
    sandbox: string;
    vault?: string;
    database: string;
  };
  /** What the processes are told, secrets included. */
  env: Record<string, string>;
  people: { username: string; level: string; oneTimePassword: string }[];
}

/**
 * The whole stack on free ports, or parts of it: real processes, which can be killed. For `tests/e2e/` and the benchmark; needs
 * dist/ (`npm run build`; the e2e tests' set-up does it).
 */
export class Stack {
  private readonly pending = new Map<number, { resolve(value: never): void; reject(error: Error): void }>();
  private calls = 0;
  private opened!: Opened;

  private constructor(private readonly host: ChildProcess) {
    host.on('message', ({ id, result, error }: { id: number; result: never; error?: string }) => {
      const call = this.pending.get(id);
      this.pending.delete(id);
      if (error === undefined) call?.resolve(result);
      else call?.reject(new Error(error));
    });
    host.on('exit', () => {
      for (const call of this.pending.values()) call.reject(new Error("the stack's host process ended"));
    });
  }

  /** @throws when a part does not start, with its last lines */
  static async start(options: StackOptions = {}): Promise<Stack> {
    const script = path.resolve(__dirname, '..', '..', 'scripts', 'stack', 'host.mjs');
    const stack = new Stack(fork(script, { execArgv: [] }));
    try {
      stack.opened = await stack.call<Opened>('open', options);
    } catch (error) {
      stack.host.disconnect();
      throw error;
    }
    return stack;
  }

  get urls(): Opened['urls'] {
    return this.opened.urls;
  }

  get env(): Opened['env'] {
    return this.opened.env;
  }

  /** The users of the demonstration, with the passwords for their first sign-in. */
  get people(): Opened['people'] {
    return this.opened.people;
  }

  /** The key of the channel `demo`, which has every scope. */
  get apiKey(): string {
    return this.opened.env.API_BOOTSTRAP_KEY!;
  }

  /** Process ids of what runs now, by name: postgres, temporal, sandbox, worker, worker-2, …, api. */
  pids(): Promise<Record<string, number>> {
    return this.call('pids');
  }

  /** Ends a process at once and waits for its end; it stays down until `start`. */
  kill(name: string, signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
    return this.call('kill', name, signal);
  }

  /** Starts one that is down and waits until it is up. */
  start(name: string): Promise<void> {
    return this.call('start', name);
  }

  /** Asks a process to stop, waits, and starts it again. */
  async restart(name: string): Promise<void> {
    await this.call('stopOne', name);
    await this.start(name);
  }

  /** Stops everything and deletes the temporary data. */
  async stop(): Promise<void> {
    await this.call('close');
    const ended = new Promise((resolve) => this.host.once('exit', resolve));
    this.host.disconnect();
    await ended;
  }

  private call<T>(command: string, ...args: unknown[]): Promise<T> {
    const id = ++this.calls;
    return new Promise<T>((resolve, reject) => {
      this.pending.set(id, { resolve, reject });
      this.host.send({ id, command, args });
    });
  }
}
