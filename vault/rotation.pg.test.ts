import { adminProgram } from './admin';
import { MasterKeys } from './master-keys';
import { rotate, statusOf } from './rotation';
import { CARD, newKey, startVault, type VaultWorld } from './testing/world';

const OLD = newKey('old');
const NEW = newKey('new');
const both = MasterKeys.parse(`${NEW},${OLD}`);

let vault: VaultWorld;
beforeEach(async () => {
  vault = await startVault({ masterKeys: OLD });
  await Promise.all(Array.from({ length: 7 }, () => vault.enter()));
});
afterEach(() => vault.close());

const byKey = async () => (await statusOf(vault.pool, both, new Date())).byKey;
const run = async (...args: string[]): Promise<string> => {
  const said: string[] = [];
  const program = adminProgram({ pool: vault.pool, keys: both, out: (text) => void said.push(text) });
  await program.parseAsync(args, { from: 'user' });
  return said.join('\n');
};

it('wraps all anew, in batches, and touches nothing that is sealed', async () => {
  const sealed = () => vault.pool.query('select id, sealed from card_number order by id');
  const before = (await sealed()).rows;
  const progress: number[] = [];
  const result = await rotate(vault.pool, both, {
    batch: 3,
    onProgress: ({ done, total }) => void progress.push(done, total),
  });
  expect(result).toEqual({ rewrapped: 7, unreadable: [] });
  expect(progress).toEqual([3, 7, 6, 7, 7, 7]);
  expect((await sealed()).rows).toEqual(before);
  expect(await byKey()).toEqual([{ keyId: 'new', cardNumbers: 7, known: true }]);
  expect(await rotate(vault.pool, both)).toEqual({ rewrapped: 0, unreadable: [] });
});

it('interrupted half-way leaves every record readable, and goes on with the rest', async () => {
  const interrupted = rotate(vault.pool, both, {
    batch: 3,
    onProgress: () => {
      throw new Error('pulled the plug');
    },
  });
  await expect(interrupted).rejects.toThrow('pulled the plug');
  expect(await byKey()).toEqual([
    { keyId: 'new', cardNumbers: 3, known: true },
    { keyId: 'old', cardNumbers: 4, known: true },
  ]);
  expect(await rotate(vault.pool, both)).toEqual({ rewrapped: 4, unreadable: [] });
});

it('a batch that fails is undone as a whole', async () => {
  await vault.pool.query(
    `create function fail() returns trigger language plpgsql as $$
     begin if (select count(*) from card_number where key_id = 'new') >= 2 then raise 'full'; end if; return new; end $$;
     create trigger fail before update on card_number for each row execute function fail()`,
  );
  await expect(rotate(vault.pool, both)).rejects.toThrow('full');
  expect(await byKey()).toEqual([{ keyId: 'old', cardNumbers: 7, known: true }]);
});

it('numbers are sent as before once the old key is gone', async () => {
  const { token } = (await vault.enter()).body as { token: string };
  await rotate(vault.pool, both);
  vault = await vault.restart(NEW);
  const request = { token, reference: 'r1', amount: { value: 1, currency: 'EUR' }, capture: true };
  // Nobody listens where the acquirer should be, but the record was opened.
  expect((await vault.asWorker('/v1/forward', request)).body).toEqual({ unanswered: 'connection_lost' });
});

it('what can’t be opened stays as it is, and is named by its token', async () => {
  const { token } = (await vault.enter()).body as { token: string };
  await vault.pool.query(`update card_number set wrapped_key = '\\x00' where id = $1`, [token]);
  await expect(run('rotate')).rejects.toThrow(token);
  expect(await byKey()).toEqual([
    { keyId: 'new', cardNumbers: 7, known: true },
    { keyId: 'old', cardNumbers: 1, known: true },
  ]);
});

it('the commands tell what there is, and nothing of a card', async () => {
  const text = await run('status');
  expect(text).toMatch(/^7 card numbers, the oldest from \d{4}-/);
  expect(text).toContain('under old: 7');
  expect(await run('rotate')).toBe('7 data keys are now under new');
  const status = JSON.parse(await run('status', '--json')) as object;
  expect(status).toMatchObject({ cardNumbers: 7, sent: 0, overdue: 0 });
  const strangers = MasterKeys.parse(newKey('stranger'));
  expect((await statusOf(vault.pool, strangers, new Date())).byKey).toEqual([
    { keyId: 'new', cardNumbers: 7, known: false },
  ]);
  expect(text + JSON.stringify(status)).not.toMatch(new RegExp(`${CARD.number}|4242`));
});
