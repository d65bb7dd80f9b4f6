import { SingleBar } from 'cli-progress';
import { Command } from 'commander';
import type { Pool } from 'pg';
import { openDatabase } from './database';
import { MasterKeys } from './master-keys';
import { type RotationProgress, rotate, statusOf } from './rotation';
import { readDatabaseSettings } from './settings';

export interface AdminDeps {
  pool: Pool;
  keys: MasterKeys;
  out(text: string): void;
  onProgress?(progress: RotationProgress): void;
}

/** The vault's commands. They never print a card number: what they read can't show them one. */
export function adminProgram({ pool, keys, out, onProgress }: AdminDeps): Command {
  const program = new Command('npm run vault --').description('The vault’s records and master keys.');
  program
    .command('status')
    .description('how many card numbers there are, under which keys, and the oldest')
    .option('--json', 'for programs')
    .action(async ({ json }: { json?: true }) => {
      const status = await statusOf(pool, keys, new Date());
      if (json) return out(JSON.stringify(status));
      const { cardNumbers, oldest, sent, overdue, byKey } = status;
      out(`${cardNumbers} card numbers${oldest ? `, the oldest from ${oldest}` : ''}`);
      out(`${sent} sent and not settled, ${overdue} overdue for erasure`);
      for (const { keyId, cardNumbers: count, known } of byKey) {
        out(`  under ${keyId}: ${count}${known ? '' : ', and this key is not in VAULT_MASTER_KEYS'}`);
      }
    });
  program
    .command('rotate')
    .description('wrap every data key under the newest master key; may be interrupted and begun again')
    .action(async () => {
      const { rewrapped, unreadable } = await rotate(pool, keys, { onProgress });
      out(`${rewrapped} data keys are now under ${keys.newest}`);
      if (unreadable.length === 0) return;
      throw new Error(`could not be opened, and stay as they are:\n${unreadable.join('\n')}`);
    });
  return program;
}

async function main(): Promise<void> {
  const { VAULT_DATABASE_URL, VAULT_MASTER_KEYS } = readDatabaseSettings(process.env);
  const keys = MasterKeys.parse(VAULT_MASTER_KEYS);
  const pool = await openDatabase(VAULT_DATABASE_URL, keys, { onError: () => {}, poolSize: 1 });
  const bar = new SingleBar({ format: '{bar} {value}/{total}', noTTYOutput: false });
  const out = (text: string): void => {
    bar.stop();
    process.stdout.write(`${text}\n`);
  };
  const onProgress = ({ done, total }: RotationProgress): void => {
    if (!bar.isActive) bar.start(total, 0);
    bar.update(done);
  };
  try {
    await adminProgram({ pool, keys, out, onProgress }).parseAsync();
  } finally {
    await pool.end();
  }
}

if (require.main === module) {
  main().catch((error: Error) => {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  });
}
