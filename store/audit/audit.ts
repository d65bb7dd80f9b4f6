import type { Database } from '../database';
import type { AuditStore } from '../interfaces/audit';
import { changesAfter, newest } from './changes';
import { seal } from './seal';
import { verify } from './verify';

export function createAuditStore(database: Database): AuditStore {
  return {
    seal: (limit) => seal(database, limit),
    verify: () => verify(database),
    newest: () => newest(database),
    changesAfter: (after, missing, limit) => changesAfter(database, after, missing, limit),
  };
}
