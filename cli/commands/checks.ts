import type { Command } from 'commander';
import type { AuditVerification, LedgerCheck } from '../answers';
import { withJson } from '../context';
import type { Context } from '../context';
import { Exit } from '../errors';
import { formatUnits } from '../money';
import { clean, table } from '../terminal';

export function addAudit(program: Command, context: Context): void {
  const audit = program.command('audit').description('the append-only, hash-chained log');
  const verify = audit
    .command('verify')
    .description('walk the chain: was anything altered or taken out? Exit code 1 where it was');
  withJson(verify).action((options: { json?: boolean }) => verifyAudit(context, options.json));
}

export function addLedger(program: Command, context: Context): void {
  const ledger = program.command('ledger').description('the double-entry ledger');
  const check = ledger
    .command('check')
    .description('does it sum to zero and agree with the payments? Exit code 1 where it does not');
  withJson(check).action((options: { json?: boolean }) => checkLedger(context, options.json));
}

async function verifyAudit({ api, terminal }: Context, json?: boolean): Promise<void> {
  const result = await api.get<AuditVerification>('/v1/audit/verification');
  const { intact, sealed, unsealed, firstAltered } = result;
  const { green, red } = terminal.colours;
  if (json) terminal.out(JSON.stringify(result, null, 2));
  else if (intact) terminal.out(`${green('Intact')}: ${sealed} entries chained.`);
  else {
    const where = firstAltered ? ` The first is entry ${firstAltered.entry}: ${firstAltered.problem}.` : '';
    terminal.out(`${red('The log was altered.')}${where}`);
  }
  if (!json && unsealed > 0) terminal.out(`${unsealed} newer entries are not chained yet.`);
  if (!intact) throw new Exit(1);
}

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
