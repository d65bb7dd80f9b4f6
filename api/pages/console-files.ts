import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';

export interface ConsoleFile {
  type: string;
  body: Buffer;
  /** Absent where packing gains nothing. */
  packed?: Buffer;
  /** Its name holds a hash of its content: it never changes. */
  hashed: boolean;
}

/** By the path below `/console/`. */
export type ConsoleFiles = ReadonlyMap<string, ConsoleFile>;

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.json': 'application/json; charset=utf-8',
};

const read = new Map<string, Promise<ConsoleFiles>>();

/**
 * The built console, read once and kept: a later build does not mix with what browsers have loaded, and no request
 * names a file on the disk. Empty where the folder is not there.
 */
export function consoleFiles(folder: string): Promise<ConsoleFiles> {
  let files = read.get(folder);
  if (!files) {
    files = readAll(folder);
    read.set(folder, files);
    // A folder that could not be read now may be there later.
    files.then(
      ({ size }) => size === 0 && read.delete(folder),
      () => read.delete(folder),
    );
  }
  return files;
}

async function readAll(folder: string): Promise<ConsoleFiles> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(absent);
  const places = entries
    .filter((entry) => entry.isFile() && TYPES[path.extname(entry.name)])
    .map((entry) => path.join(entry.parentPath, entry.name));
  const files = places.map(async (place) => [nameOf(folder, place), await fileAt(place)] as const);
  return new Map(await Promise.all(files));
}

function absent(error: NodeJS.ErrnoException): [] {
  if (error.code === 'ENOENT') return [];
  throw error;
}

const nameOf = (folder: string, place: string): string =>
  path.relative(folder, place).split(path.sep).join('/');

async function fileAt(place: string): Promise<ConsoleFile> {
  const body = await readFile(place);
  const packed = await promisify(gzip)(body, { level: 9 });
  return {
    type: TYPES[path.extname(place)]!,
    body,
    packed: packed.length < body.length ? packed : undefined,
    hashed: path.basename(path.dirname(place)) === 'assets',
  };
}
