import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Pool } from 'pg';
import { freshDatabase } from '../tests/harness/database';
import { migrate, MIGRATIONS } from './migrations';

let pool: Pool;
let folder: string;
beforeEach(async () => {
  pool = new Pool({ connectionString: (await freshDatabase()).url, max: 4 });
  folder = mkdtempSync(path.join(tmpdir(), 'vault-migrations-'));
  cpSync(MIGRATIONS, folder, { recursive: true });
});
afterEach(async () => {
  await pool.end();
  rmSync(folder, { recursive: true });
});

it('are applied once, also by several that start at once', async () => {
  const applied = await Promise.all([1, 2, 3].map(() => migrate(pool, folder)));
  expect(applied.flat()).toEqual(['001-card-numbers.sql']);
  expect(await migrate(pool, folder)).toEqual([]);
});

it('that fail leave nothing behind, and can be mended', async () => {
  writeFileSync(path.join(folder, '002-next.sql'), 'create table next (id int); select 1 / 0;');
  await expect(migrate(pool, folder)).rejects.toThrow('002-next.sql failed');
  writeFileSync(path.join(folder, '002-next.sql'), 'create table next (id int);');
  expect(await migrate(pool, folder)).toEqual(['002-next.sql']);
});

it('are not to be edited, nor to be missing', async () => {
  await migrate(pool, folder);
  writeFileSync(path.join(folder, '001-card-numbers.sql'), 'select 1;');
  await expect(migrate(pool, folder)).rejects.toThrow('001-card-numbers.sql was edited');
  rmSync(path.join(folder, '001-card-numbers.sql'));
  await expect(migrate(pool, folder)).rejects.toThrow('newer than this vault');
});
