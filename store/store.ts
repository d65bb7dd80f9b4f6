import { createAuditStore } from './audit/audit';
import { createCardStore } from './cards';
import { createChannelStore } from './channels';
import { Database, type DatabaseOptions, type Statement } from './database';
import { createIdempotencyStore } from './idempotency';
import type { Store } from './interfaces/store';
import { createLedgerStore } from './ledger';
import { createMessageStore } from './messages';
import { createPaymentStore } from './payments/payments';

const PING: Statement = { name: 'ping', text: 'select 1' };

/**
 * The store on Postgres, whose migrations must have been applied. Connects on first use, and again after the
 * database was away; calls made meanwhile end in `StoreUnavailable`. `poolSize` is the number of connections at most.
 */
export function createStore(options: DatabaseOptions): Store {
  const database = new Database(options);
  return {
    payments: createPaymentStore(database),
    cards: createCardStore(database),
    channels: createChannelStore(database),
    idempotency: createIdempotencyStore(database),
    messages: createMessageStore(database),
    audit: createAuditStore(database),
    ledger: createLedgerStore(database),
    ping: () =>
      database.rows(PING, []).then(
        () => true,
        () => false,
      ),
    close: () => database.close(),
  };
}
