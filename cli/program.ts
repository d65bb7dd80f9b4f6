import { Command, CommanderError } from 'commander';
import { Interrupted } from './api';
import { addAttention } from './commands/attention';
import { addCards } from './commands/cards';
import { addAudit, addLedger } from './commands/checks';
import { addCancel, addResolve } from './commands/decide';
import { addList } from './commands/list';
import { addPay } from './commands/pay';
import { addShow } from './commands/show';
import { addWatch } from './commands/watch';
import type { Context } from './context';
import { Exit, UsageError, asJson, inWords } from './errors';

const SETTINGS = `
Settings (environment):
  TILLFLOW_URL      address of the API (default http://127.0.0.1:3000)
  TILLFLOW_KEY      API key (default, on this machine: the demo key that npm start made)
  TEMPORAL_UI_URL   address of the Temporal Web UI, for links
  NO_COLOR          no colours

Exit codes: 0 done, 1 refused or failed, 2 the command was written wrongly, 130 Ctrl-C.`;

const ADD = [
  addPay,
  addShow,
  addList,
  addWatch,
  addCancel,
  addResolve,
  addAttention,
  addCards,
  addAudit,
  addLedger,
];

/**
 * Runs one command line.
 * @param args without the program's own name
 * @returns the exit code
 */
export async function run(args: string[], context: Context): Promise<number> {
  const { terminal } = context;
  const program = new Command('npm run cli --')
    .description('Payments from the command line, through the public REST API.')
    .addHelpText('after', SETTINGS)
    .showHelpAfterError('(--help tells more)')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => terminal.out(text.trimEnd()),
      writeErr: (text) => terminal.err(text.trimEnd()),
      getOutHelpWidth: () => terminal.columns ?? 80,
      getErrHelpWidth: () => terminal.columns ?? 80,
    });
  for (const add of ADD) add(program, context);
  try {
    await program.parseAsync(args, { from: 'user' });
    return 0;
  } catch (error) {
    return exitCodeOf(error, context, args.includes('--json'));
  }
}

function exitCodeOf(error: unknown, { terminal }: Context, json: boolean): number {
  if (error instanceof Exit) return error.code;
  if (error instanceof Interrupted) return 130;
  // Commander has already said what is wrong.
  if (error instanceof CommanderError) return error.exitCode === 0 || error.code === 'commander.help' ? 0 : 2;
  terminal.err(json ? asJson(error) : terminal.colours.red(inWords(error)));
  return error instanceof UsageError ? 2 : 1;
}
