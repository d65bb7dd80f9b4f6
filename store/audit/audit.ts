import type { Database } from '../database';
import type { AuditStore } from '../interfaces/audit';
import { changesAfter, newest } from './changes';
import { list, slice } from './entries';
import { lastSeal } from './marks';
import { note } from './note';
import { seal } from './seal';
import { verify } from './verify';

export function createAuditStore(database: Database): AuditStore {
  return {
    seal: (limit) => seal(database, limit),
    verify: (expected) => verify(database, expected),
    lastSeal: () => lastSeal(database),
    list: (filter, page) => list(database, filter, page),
    slice: (filter, range, limit) => slice(database, filter, range, limit),
    note: (entry) => note(database, entry),
    newest: () => newest(database),
    changesAfter: (after, missing, limit) => changesAfter(database, after, missing, limit),
  };
}
