import path from 'node:path';

/** The checkout. */
export const ROOT = path.resolve(import.meta.dirname, '..', '..');
export const MIGRATIONS = path.join(ROOT, 'prisma', 'migrations');
/** What may be deleted and is then made or fetched again. */
export const CACHE = path.join(ROOT, '.cache');
