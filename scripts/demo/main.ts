// `npm run demo`: six payments against the running stack, through public interfaces only.
import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { createColors } from 'picocolors';
import { Api } from '../../cli/api';
import { inWords } from '../../cli/errors';
import { formatMoney } from '../../cli/money';
import { legText, statusText } from '../../cli/payment-text';
import { readSettings } from '../../cli/settings';
import type { Settings } from '../../cli/settings';
import { table } from '../../cli/terminal';
import type { Terminal } from '../../cli/terminal';
import type { World } from './paying';
import { play, stagesOf } from './play';
import type { Played } from './play';
import { progressOn } from './progress';
import { SandboxClient } from './sandbox';
import { WAYS } from './ways';

const { isTTY, columns } = process.stdout;
const terminal: Terminal = {
  out: (text) => console.log(text),
  err: (text) => console.error(text),
  colours: createColors(isTTY && !process.env.NO_COLOR),
  columns: isTTY ? columns : undefined,
};

async function main(): Promise<number> {
  const settings = readSettings({ ...parseEnv(textOf('.env') ?? ''), ...process.env }, textOf);
  const api = new Api(settings.url, settings.key, new AbortController().signal);
  const customerId = `demo-${Date.now().toString(36)}`;
  const world: World = { api, sandbox: new SandboxClient(settings.sandboxUrl), customerId };
  // Before any money moves: do both sides answer, and to this key?
  await Promise.all([api.get('/v1/channel'), world.sandbox.check()]);
  terminal.out(`Six payments at ${settings.url}\n`);
  const all: Played[] = [];
  const progress = progressOn(isTTY);
  // One after another: some break the line to the acquirer.
  for (const way of WAYS) all.push(await play(way, world, progress.begin(way.name, stagesOf(way))));
  progress.end();
  terminal.out(`\n${outcome(all, settings)}\n`);
  const wrong = all.filter((played) => played.wrong.length > 0);
  for (const { way, wrong: reasons } of wrong) terminal.err(`${way}: ${reasons.join('; ')}`);
  if (wrong.length > 0) return 1;
  terminal.out('All six ended as they should: nothing was taken twice, nothing was lost.');
  return 0;
}

function outcome(all: Played[], { workflowUrl }: Settings): string {
  const { colours } = terminal;
  const rows = all.map(({ way, payment, answered, receipts, afterwards }) => [
    way,
    payment?.id ?? 'none',
    payment ? formatMoney(payment.amount) : '',
    answered ?? '',
    payment ? statusText(payment.status, colours) : '',
    payment ? legText(payment.funding, colours) : '',
    payment ? legText(payment.crediting, colours) : '',
    receipts.join(', ') || 'none',
    afterwards ?? '',
  ]);
  const head = [
    'way',
    'payment',
    'amount',
    'answer',
    'status',
    'funding',
    'crediting',
    'messages',
    'afterwards',
  ];
  const links = all.flatMap(({ payment }) => (payment && workflowUrl(payment.id)) || []);
  return [table(terminal, head, rows), links.length > 0 && `\nWorkflows:\n${links.join('\n')}`]
    .filter(Boolean)
    .join('\n');
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
  (error: unknown) => {
    terminal.err(inWords(error));
    process.exitCode = 1;
  },
);
