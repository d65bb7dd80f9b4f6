import type { Logger } from 'pino';
import type { LineRecord, LineStore } from '../store/interfaces/lines';
import { Live } from './live';

/** How long it takes at most until all know that a line is down, or back. */
const READ_EVERY_MS = 1_000;

/** How the acquirers' lines stand. */
export class LiveLines extends Live<readonly LineRecord[]> {
  constructor(store: Pick<LineStore, 'list'>, log: Logger, everyMs = READ_EVERY_MS) {
    super('lines', () => store.list(), [], log, everyMs);
  }
}
