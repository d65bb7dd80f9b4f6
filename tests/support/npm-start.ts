import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import path from 'node:path';
import { eventually } from './eventually';

const ROOT = path.resolve(__dirname, '..', '..');
/** As long as a machine may take that has other tests to run. */
export const START_LIMIT_MS = 150_000;

/** What passes from our own environment: nothing that points to somebody's servers. */
const PASSED_ON = ['PATH', 'HOME', 'USER', 'TMPDIR', 'LANG', 'GOPATH', 'GOCACHE'];

/** `npm start` as a program: what npm does besides is to run this. */
export class NpmStart {
  output = '';
  readonly ended: Promise<{ code: number | null; signal: string | null }>;
  private readonly child: ChildProcess;

  constructor(settings: Record<string, string>, nodeOptions: string[] = []) {
    const given = process.env;
    const env = Object.fromEntries(PASSED_ON.flatMap((name) => (given[name] ? [[name, given[name]]] : [])));
    this.child = spawn(process.execPath, [...nodeOptions, path.join('scripts', 'start.mjs')], {
      cwd: ROOT,
      env: { ...env, ...settings },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [this.child.stdout!, this.child.stderr!])
      stream.setEncoding('utf8').on('data', (text: string) => (this.output += text));
    this.ended = new Promise((resolve) =>
      this.child.once('close', (code, signal) => resolve({ code, signal })),
    );
  }

  get pid(): number {
    return this.child.pid!;
  }

  /** Waits until it has said so. */
  async says(what: RegExp | string): Promise<void> {
    await eventually(async () => {
      if (typeof what === 'string' ? this.output.includes(what) : what.test(this.output)) return;
      throw new Error(`npm start has not said ${what}, but:\n${this.output}`);
    }, START_LIMIT_MS);
  }

  /** As the terminal does on Ctrl-C. */
  interrupt(): void {
    this.child.kill('SIGINT');
  }

  kill(): void {
    this.child.kill('SIGKILL');
  }
}
