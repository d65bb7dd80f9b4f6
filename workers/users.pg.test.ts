import { Passwords } from '../api/people/passwords';
import { openTestStore, type TestStore } from '../store/testing/database';
import type { Added } from './people';
import { usersProgram } from './users';

let test: TestStore;
let said: string[];
beforeEach(async () => {
  test = await openTestStore();
  said = [];
});
afterEach(() => test.close());

const passwords = new Passwords({ memoryCost: 8, timeCost: 1, parallelism: 1 });
const run = async (...args: string[]): Promise<string> => {
  const before = said.length;
  const program = usersProgram({
    ...{ users: test.store.users, passwords, user: 'ada' },
    out: (text) => void said.push(text),
  });
  for (const command of [program, ...program.commands]) {
    command.exitOverride().configureOutput({ writeErr: () => undefined });
  }
  await program.parseAsync(args, { from: 'user' });
  return said.slice(before).join('\n');
};
const add = async (name: string, level: string, ...more: string[]) =>
  JSON.parse(await run('add', '--username', name, '--level', level, '--json', ...more)) as Added;
const user = (name: string) => test.store.users.findByUsername(name);
/** Whether a password is what this user signs in with. */
const fits = async (name: string, password: string) => {
  const begun = await test.store.users.beginSignIn(name);
  return begun.kind === 'open' && passwords.verify(begun.credentials!.passwordHash, password);
};

describe('SWI-2 the first administrator', () => {
  it('is added with a password that is shown once, and must be changed', async () => {
    const text = await run('add', '--username', 'Adam', '--level', 'administrator', '--name', 'Adam A.');
    const password = /^ {2}([a-z0-9]{5}(?:-[a-z0-9]{5}){3})$/m.exec(text)![1]!;
    expect(await user('adam')).toMatchObject({
      ...{ level: 'administrator', displayName: 'Adam A.', permissions: [], passwordChangeRequired: true },
    });
    expect(await fits('adam', password)).toBe(true);
    const { rows } = await test.sql.query('select u.*, e.* from app_user u, audit_entry e');
    const shown = JSON.stringify(rows) + (await run('list')) + (await run('list', '--json'));
    expect(shown).not.toContain(password);
    expect(rows[0]).toMatchObject({ actor_kind: 'user', actor_id: 'ada', type: 'created' });
  });

  it('is not one of many that every installation has', async () => {
    expect(await run('list')).toBe('There are no users yet.');
    const [one, two] = [await add('one', 'operator'), await add('two', 'operator')];
    expect(one.oneTimePassword).not.toBe(two.oneTimePassword);
  });

  it('can’t be disabled while no other is there', async () => {
    await add('adam', 'administrator');
    await expect(run('disable', '--username', 'adam')).rejects.toThrow('no administrator would be left');
    await add('eve', 'administrator');
    await run('disable', '--username', 'adam');
    expect(await user('adam')).toMatchObject({ disabled: true });
    await run('enable', '--username', 'adam');
    expect(await user('adam')).toMatchObject({ disabled: false });
  });
});

describe('a user', () => {
  it('who forgot the password gets another', async () => {
    const { oneTimePassword } = await add('olga', 'operator');
    const reset = JSON.parse(await run('reset-password', '--username', 'olga', '--json')) as Added;
    expect(await fits('olga', oneTimePassword)).toBe(false);
    expect(await fits('olga', reset.oneTimePassword)).toBe(true);
  });

  it('is granted permissions beside the level, and loses them', async () => {
    await add('olga', 'operator', '--permission', 'payments:batch', '--permission', 'audit:export');
    expect((await user('olga'))!.permissions).toEqual(['payments:batch', 'audit:export']);
    await run('revoke', '--username', 'olga', '--permission', 'payments:batch');
    expect((await user('olga'))!.permissions).toEqual(['audit:export']);
    expect(await run('grant', '--username', 'olga', '--permission', 'payments:batch')).toBe(
      'olga  operator, payments:batch, audit:export  olga',
    );
  });

  it.each([
    ['an unknown level', ['add', '--username', 'olga', '--level', 'owner']],
    ['no level', ['add', '--username', 'olga']],
    ['a name with spaces', ['add', '--username', 'o l g a', '--level', 'operator']],
    [
      'an unknown permission',
      ['add', '--username', 'olga', '--level', 'operator', '--permission', 'users:write'],
    ],
    ['a password of one’s choice', ['add', '--username', 'olga', '--level', 'operator', '--password', 'x']],
  ])('with %s is refused', async (_what, args) => {
    await expect(run(...args)).rejects.toThrow();
    expect(await user('olga')).toBeUndefined();
  });

  it('that is not there is said so', async () => {
    for (const command of ['disable', 'enable', 'reset-password']) {
      await expect(run(command, '--username', 'nobody')).rejects.toThrow('there is no user nobody');
    }
    await add('olga', 'operator');
    await expect(add('olga', 'operator')).rejects.toThrow('there is a user olga already');
  });
});

describe('the people of the demonstration', () => {
  it('are of every level, and are added where there is nobody only', async () => {
    const added = JSON.parse(await run('demo', '--json')) as Added[];
    expect(
      added.map(({ user: { username, level, permissions } }) => [username, level, ...permissions]),
    ).toEqual([
      ['olga', 'operator', 'payments:batch'],
      ['omar', 'operator'],
      ['maria', 'manager'],
      ['adam', 'administrator'],
    ]);
    expect(await fits('maria', added[2]!.oneTimePassword)).toBe(true);
    expect(await run('demo', '--json')).toBe('[]');
  });
});
