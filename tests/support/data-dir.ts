import { chmodSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** A data folder for a stack that outlives its processes. Others may pass through it: as root, PostgreSQL is another user. */
export function makeDataDir(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'tillflow-e2e-'));
  chmodSync(folder, 0o711);
  return folder;
}
