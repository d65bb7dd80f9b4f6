import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fromModules } from './testing';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'tillflow-whole-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const file = () => path.join(folder, 'run', 'note.json');

describe('a file that is written whole', () => {
  it('is made with its folder, has its mode, and leaves nothing beside it', () => {
    fromModules(`
      import { writeWhole } from './whole-file.mjs';
      writeWhole(${JSON.stringify(file())}, 'first');
      writeWhole(${JSON.stringify(file())}, 'second', { mode: 0o600 });
      answer(null);
    `);
    expect(readFileSync(file(), 'utf8')).toBe('second');
    expect(statSync(file()).mode & 0o777).toBe(0o600);
    expect(readdirSync(path.dirname(file()))).toEqual(['note.json']);
  });

  it('is never seen in part', () => {
    const seen = fromModules<string[]>(`
      import { readFileSync } from 'node:fs';
      import { Worker } from 'node:worker_threads';
      import { writeWhole } from './whole-file.mjs';
      const file = ${JSON.stringify(file())};
      const text = (n) => String(n).repeat(200_000);
      writeWhole(file, text(0));
      const code = \`
        import { writeWhole } from '\${new URL('./whole-file.mjs', import.meta.url)}';
        for (let n = 0; n < 500; n++) writeWhole('\${file}', String(n % 10).repeat(200_000));\`;
      const writing = new Worker(new URL('data:text/javascript,' + encodeURIComponent(code)));
      let running = true;
      writing.on('exit', () => (running = false));
      const seen = new Set();
      while (running) {
        const all = readFileSync(file, 'utf8');
        seen.add(all.length + (new Set(all).size === 1 ? '' : ' mixed'));
        await new Promise(setImmediate);
      }
      answer([...seen]);
    `);
    expect(seen).toEqual(['200000']);
  });
});
