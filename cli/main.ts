import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { createColors } from 'picocolors';
import { Api } from './api';
import { run } from './program';
import { readSettings } from './settings';
import type { Terminal } from './terminal';

/** The command line as a program: the only file that knows the process. */
async function main(): Promise<number> {
  const environment = { ...parseEnv(textOf('.env') ?? ''), ...process.env };
  const settings = readSettings(environment, textOf);
  const interrupt = new AbortController();
  process.once('SIGINT', () => interrupt.abort());
  // `list | head` closes the pipe when it has seen enough.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));
  return run(process.argv.slice(2), {
    api: new Api(settings.url, settings.key, interrupt.signal),
    terminal: terminalOf(environment),
    workflowUrl: settings.workflowUrl,
    interrupted: interrupt.signal,
  });
}

/** https://no-color.org: any value turns colours off. */
function terminalOf(environment: NodeJS.ProcessEnv): Terminal {
  const { isTTY, columns } = process.stdout;
  return {
    out: (text) => console.log(text),
    err: (text) => console.error(text),
    colours: createColors(isTTY && !environment.NO_COLOR && environment.TERM !== 'dumb'),
    columns: isTTY ? columns : undefined,
  };
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

main().then(
  (code) => (process.exitCode = code),
  (error: Error) => {
    console.error(error.message);
    process.exitCode = 1;
  },
);
