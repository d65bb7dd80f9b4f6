// Whether something must be made again: a stamp beside the product holds a hash of what it was made from.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from '../stack/paths.mjs';

/** Every file below the folders (or the files themselves) that the filter lets through, in order. */
export function filesBelow(places, wanted = () => true) {
  const found = [];
  const visit = (place) => {
    if (!existsSync(place)) return;
    if (statSync(place).isDirectory()) {
      for (const name of readdirSync(place).sort()) {
        if (name !== 'node_modules') visit(path.join(place, name));
      }
    } else if (wanted(place)) {
      found.push(place);
    }
  };
  places.forEach(visit);
  return found;
}

/** A hash of names and contents. */
export function fingerprint(files) {
  const hash = createHash('sha256');
  for (const file of files)
    hash
      .update(`${path.relative(ROOT, file)}\0`)
      .update(readFileSync(file))
      .update('\0');
  return hash.digest('hex');
}

export function isCurrent(stamp, value) {
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === value;
}

export function writeStamp(stamp, value) {
  writeFileSync(stamp, value);
}
