import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/**
 * Writes a file, and its folder where there is none, so that whoever reads it finds all of it or none: not half of it, were we
 * killed in between.
 * @param {{ mode?: number }} [options]
 */
export function writeWhole(file, text, options = {}) {
  mkdirSync(path.dirname(file), { recursive: true });
  const partial = `${file}.${process.pid}.partial`;
  writeFileSync(partial, text, options);
  renameSync(partial, file);
}
