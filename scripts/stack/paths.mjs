import { readFileSync } from 'node:fs';
import path from 'node:path';

/** The checkout. */
export const ROOT = path.resolve(import.meta.dirname, '..', '..');
export const MIGRATIONS = path.join(ROOT, 'prisma', 'migrations');
/** What may be deleted and is then made or fetched again. */
export const CACHE = path.join(ROOT, '.cache');
/** The folders of the product: what is built, and what the import rules are about. */
export const ROOMS = JSON.parse(readFileSync(path.join(ROOT, 'scripts', 'rooms.json'), 'utf8'));
