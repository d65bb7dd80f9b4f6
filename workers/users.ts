import { userInfo } from 'node:os';
import { Command, InvalidArgumentError, Option } from 'commander';
import { oneTimePassword, Passwords } from '../api/people/passwords';
import type { Actor } from '../domain/actors';
import { GRANTED_PERMISSIONS, LEVELS, type GrantedPermission } from '../domain/levels';
import { USERNAME, type UserChanges } from '../domain/users';
import type { User } from '../store/interfaces/users';
import { createStore } from '../store/store';
import { add, change, DEMONSTRATION, everybody, find, type Added, type New, type UsersDeps } from './people';

/** The commands that make the first administrator, and help where nobody can sign in. Passwords are made here and shown once. */
export function usersProgram(deps: UsersDeps): Command {
  const { users, out } = deps;
  const actor: Actor = { kind: 'user', id: deps.user };
  const program = new Command('npm run users --').description('People who sign in at the console.');
  const named = (name: string, description: string): Command =>
    program
      .command(name)
      .description(description)
      .requiredOption('--username <name>', 'whose', username)
      .option('--json', 'for programs');
  const changing = (name: string, description: string, changes: (user: User) => UserChanges): void => {
    named(name, description).action(async (given: { username: string; json?: true }) => {
      const user = await change(deps, actor, given.username, changes);
      out(given.json ? JSON.stringify(user) : lineOf(user));
    });
  };
  named('add', 'add a user with a one-time password')
    .addOption(new Option('--level <level>', 'what the user may do').choices(LEVELS).makeOptionMandatory())
    .option('--name <name>', 'as others see it; the username where it is not given')
    .addOption(permissionOption('beside the level; repeat for several').argParser(collect))
    .action(async (given: New & { json?: true }) => {
      const added = await add(deps, actor, given);
      out(given.json ? JSON.stringify(added) : welcome(added));
    });
  named(
    'reset-password',
    'give a user a new one-time password, unlock the name, and sign the user out',
  ).action(async (given: { username: string; json?: true }) => {
    const { id } = await find(users, given.username);
    const password = oneTimePassword();
    await users.resetPassword(id, await deps.passwords.hash(password), actor);
    const shown = { username: given.username, oneTimePassword: password };
    out(given.json ? JSON.stringify(shown) : passwordText(given.username, password));
  });
  changing('disable', 'keep a user from signing in, and end what sessions there are', () => ({
    disabled: true,
  }));
  changing('enable', 'let a disabled user sign in again', () => ({ disabled: false, locked: false }));
  permissionCommands(named, deps, actor);
  program
    .command('list')
    .description('all users, newest first')
    .option('--json', 'for programs')
    .action(async ({ json }: { json?: true }) => {
      const all = await everybody(users);
      out(json ? JSON.stringify(all) : all.map(lineOf).join('\n') || 'There are no users yet.');
    });
  program
    .command('demo')
    .description('add the people of the demonstration, where there is nobody yet')
    .option('--json', 'for programs')
    .action(async ({ json }: { json?: true }) => {
      const nobodyYet = (await users.list({ limit: 1 })).items.length === 0;
      const added: Added[] = [];
      for (const one of nobodyYet ? DEMONSTRATION : []) added.push(await add(deps, actor, one));
      out(json ? JSON.stringify(added) : added.map(welcome).join('\n') || 'There are users already.');
    });
  return program;
}

function permissionCommands(
  named: (name: string, description: string) => Command,
  deps: UsersDeps,
  actor: Actor,
): void {
  const changing = (
    name: string,
    description: string,
    changed: (has: Set<string>, one: string) => unknown,
  ): void => {
    named(name, description)
      .addOption(permissionOption('which').makeOptionMandatory())
      .action(async (given: { username: string; permission: GrantedPermission; json?: true }) => {
        const user = await change(deps, actor, given.username, ({ permissions }) => {
          const has = new Set<string>(permissions);
          changed(has, given.permission);
          return { permissions: GRANTED_PERMISSIONS.filter((one) => has.has(one)) };
        });
        deps.out(given.json ? JSON.stringify(user) : lineOf(user));
      });
  };
  changing('grant', 'grant a permission beside the level', (has, one) => has.add(one));
  changing('revoke', 'take a granted permission back', (has, one) => has.delete(one));
}

function lineOf({ username: name, displayName, level, permissions, disabled, locked }: User): string {
  const marks = [...permissions, ...(disabled ? ['disabled'] : []), ...(locked ? ['locked'] : [])];
  return [`${name}  ${level}`, ...marks].join(', ') + `  ${displayName}`;
}

const welcome = ({ user, oneTimePassword: password }: Added): string =>
  `${lineOf(user)}\n${passwordText(user.username, password)}`;

const passwordText = (name: string, password: string): string =>
  `The password for the next sign-in of ${name}, which is not shown again and must be changed then:\n\n  ${password}\n`;

function username(text: string): string {
  const small = text.toLowerCase();
  if (USERNAME.test(small)) return small;
  throw new InvalidArgumentError('2 to 64 letters, digits, dots, hyphens or underscores.');
}

const permissionOption = (description: string): Option =>
  new Option('--permission <permission>', description).choices(GRANTED_PERMISSIONS);

function collect(one: string, before: GrantedPermission[] | undefined): GrantedPermission[] {
  if (!(GRANTED_PERMISSIONS as readonly string[]).includes(one)) {
    throw new InvalidArgumentError(`Choose from ${GRANTED_PERMISSIONS.join(', ')}.`);
  }
  return [...(before ?? []), one as GrantedPermission];
}

async function main(): Promise<void> {
  const databaseUrl = process.env.DATABASE_URL;
  if (!databaseUrl) throw new Error('DATABASE_URL is not set');
  const store = createStore({ databaseUrl, poolSize: 1 });
  const out = (text: string): void => void process.stdout.write(`${text}\n`);
  const passwords = new Passwords();
  try {
    await usersProgram({ users: store.users, passwords, user: userInfo().username, out }).parseAsync();
  } finally {
    await store.close();
  }
}

if (require.main === module) {
  main().catch((error: Error) => {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  });
}
