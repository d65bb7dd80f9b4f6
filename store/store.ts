import { DEFAULT_OPERATING_SETTINGS } from '../domain/operating-settings';
import type { OperatingSettings } from '../domain/operating-settings';
import { createAuditStore } from './audit/audit';
import { createCardStore } from './cards';
import { createChannelStore } from './channels';
import { Database, type DatabaseOptions, type Statement } from './database';
import { createIdempotencyStore } from './idempotency';
import type { Store } from './interfaces/store';
import { createLedgerStore } from './ledger';
import { createLineStore } from './lines';
import { createMessageStore } from './messages';
import { createPaymentStore } from './payments/payments';
import { createRefundStore } from './refunds/refunds';
import { createSettingsStore } from './settings';
import { createStatisticsStore } from './statistics';
import { createSessionStore } from './users/sessions';
import { createUserStore } from './users/users';
import { createWebhookStore } from './webhooks/webhooks';

const PING: Statement = { name: 'ping', text: 'select 1' };

export interface StoreOptions extends DatabaseOptions {
  /** The operating settings that were never changed; the product's own unless told. */
  settings?: OperatingSettings;
}

/**
 * The store on Postgres, whose migrations must have been applied. Connects on first use, and again after the
 * database was away; calls made meanwhile end in `StoreUnavailable`. `poolSize` is the number of connections at most.
 */
export function createStore(options: StoreOptions): Store {
  const database = new Database(options);
  return {
    payments: createPaymentStore(database),
    refunds: createRefundStore(database),
    lines: createLineStore(database),
    cards: createCardStore(database),
    channels: createChannelStore(database),
    idempotency: createIdempotencyStore(database),
    messages: createMessageStore(database),
    audit: createAuditStore(database),
    ledger: createLedgerStore(database),
    users: createUserStore(database),
    sessions: createSessionStore(database),
    statistics: createStatisticsStore(database),
    settings: createSettingsStore(database, options.settings ?? DEFAULT_OPERATING_SETTINGS),
    webhooks: createWebhookStore(database),
    ping: () =>
      database.rows(PING, []).then(
        () => true,
        () => false,
      ),
    close: () => database.close(),
  };
}
