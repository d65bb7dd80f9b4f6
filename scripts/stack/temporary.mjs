import { chmodSync, existsSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** A data folder for a stack that is thrown away. Others may pass through it: as root, PostgreSQL is another user. */
export function makeTemporaryFolder() {
  const folder = mkdtempSync(path.join(tmpdir(), 'tillflow-'));
  chmodSync(folder, 0o711);
  return folder;
}

/** Deletes it, and the database's files where they had to be put elsewhere. */
export function removeTemporaryFolder(folder) {
  const database = path.join(folder, 'postgres');
  if (existsSync(database)) rmSync(realpathSync(database), { recursive: true, force: true });
  rmSync(folder, { recursive: true, force: true });
}
