import { spawn } from 'node:child_process';
import path from 'node:path';
import type { Stack } from '../harness/stack';

export interface Ran {
  code: number | null;
  out: string;
  err: string;
}

/** What a program of ours needs to find a stack, and to run at all. */
function environmentFor({ urls, apiKey }: Stack): NodeJS.ProcessEnv {
  const { PATH, HOME } = process.env;
  return {
    PATH,
    HOME,
    TILLFLOW_URL: urls.api,
    TILLFLOW_KEY: apiKey,
    SANDBOX_URL: urls.sandbox,
    TEMPORAL_UI_URL: urls.temporalUi,
    // For the people that the demo lets in: by the command that operations have.
    DATABASE_URL: urls.database,
  };
}

/** Runs a program of the checkout as `npm run` does, and waits for its end. */
export function runProgram(stack: Stack, file: string, ...args: string[]): Promise<Ran> {
  const root = path.resolve(__dirname, '..', '..');
  const child = spawn(process.execPath, ['--import', 'tsx', file, ...args], {
    cwd: root,
    env: environmentFor(stack),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ran = { out: '', err: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (ran.out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (ran.err += text));
  return new Promise((resolve, reject) => {
    child.once('error', reject).once('close', (code) => resolve({ code, ...ran }));
  });
}
