import type { Command } from 'commander';
import type { AuditVerification, LedgerCheck } from '../answers';
import { withJson } from '../context';
import type { Context } from '../context';
import { Exit } from '../errors';
import { formatUnits } from '../money';
import { clean, table } from '../terminal';

interface VerifyOptions {
  expect?: string;
  json?: boolean;
}

export function addAudit(program: Command, context: Context): void {
  const audit = program.command('audit').description('the append-only, hash-chained log');
  const verify = audit
    .command('verify')
    .description('walk the chain: was anything altered, taken out or put in? Exit code 1 where it was')
    .option(
      '--expect <seal>',
      'a last seal that was kept elsewhere, number:hash; exit code 1 where it is gone',
    );
  withJson(verify).action((options: VerifyOptions) => verifyAudit(context, options));
}

export function addLedger(program: Command, context: Context): void {
  const ledger = program.command('ledger').description('the double-entry ledger');
  const check = ledger
    .command('check')
    .description('does it sum to zero and agree with the payments? Exit code 1 where it does not');
  withJson(check).action((options: { json?: boolean }) => checkLedger(context, options.json));
}

async function verifyAudit({ api, terminal }: Context, { expect, json }: VerifyOptions): Promise<void> {
  const result = await api.get<AuditVerification>('/v1/audit/verification', { expectedSeal: expect });
  if (json) terminal.out(JSON.stringify(result, null, 2));
  else tellLog(terminal, result, expect);
  if (!result.intact) throw new Exit(1);
}

function tellLog(terminal: Context['terminal'], result: AuditVerification, expect: string | undefined): void {
  const { intact, sealed, unsealed, firstAltered, lastSeal, expectedSeal } = result;
  const { green, red } = terminal.colours;
  if (intact) terminal.out(`${green('Intact')}: ${sealed} entries chained.`);
  else terminal.out(red('The log was altered.'));
  if (firstAltered) terminal.out(`The first is entry ${firstAltered.entry}: ${firstAltered.problem}.`);
  if (expectedSeal) terminal.out(`The seal ${clean(String(expect))}: ${BECAME[expectedSeal]}.`);
  if (unsealed > 0) terminal.out(`${unsealed} entries are not chained yet.`);
  if (lastSeal) terminal.out(`Last seal, to keep elsewhere: ${lastSeal.number}:${lastSeal.hash}`);
}

/** What became of a seal that was kept elsewhere. */
const BECAME = {
  found: 'it is there',
  missing: 'it is gone, so the chain was cut off',
  differs: 'another one stands there, so the chain was made anew',
};

async function checkLedger({ api, terminal }: Context, json?: boolean): Promise<void> {
  const result = await api.get<LedgerCheck>('/v1/ledger/check');
  if (json) terminal.out(JSON.stringify(result, null, 2));
  else tellLedger(terminal, result);
  if (!result.balanced) throw new Exit(1);
}

function tellLedger(terminal: Context['terminal'], { balanced, accounts, problems }: LedgerCheck): void {
  const { green, red } = terminal.colours;
  const rows = accounts.map(({ account, currency, balance }) => [
    clean(account),
    currency,
    formatUnits(balance, currency),
  ]);
  if (rows.length > 0) terminal.out(`${table(terminal, ['account', 'currency', 'balance'], rows)}\n`);
  if (balanced) return terminal.out(`${green('Balanced')}, and in agreement with the payments.`);
  terminal.out(red('The ledger does not fit:'));
  for (const { subject, detail } of problems) terminal.out(`  ${clean(subject)}: ${clean(detail)}`);
}
