import type { Database } from '../database';
import type { AuditStore } from '../interfaces/audit';
import { seal } from './seal';
import { verify } from './verify';

export function createAuditStore(database: Database): AuditStore {
  return { seal: (limit) => seal(database, limit), verify: () => verify(database) };
}
