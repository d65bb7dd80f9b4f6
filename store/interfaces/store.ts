import type { AuditStore } from './audit';
import type { CardStore } from './cards';
import type { ChannelStore } from './channels';
import type { IdempotencyStore } from './idempotency';
import type { LedgerStore } from './ledger';
import type { LineStore } from './lines';
import type { MessageStore } from './messages';
import type { PaymentStore } from './payments';
import type { RefundStore } from './refunds';
import type { SessionStore } from './sessions';
import type { SettingsStore } from './settings';
import type { StatisticsStore } from './statistics';
import type { UserStore } from './users';
import type { WebhookStore } from './webhooks';

export interface Store {
  payments: PaymentStore;
  refunds: RefundStore;
  lines: LineStore;
  cards: CardStore;
  channels: ChannelStore;
  idempotency: IdempotencyStore;
  messages: MessageStore;
  audit: AuditStore;
  ledger: LedgerStore;
  settings: SettingsStore;
  statistics: StatisticsStore;
  users: UserStore;
  sessions: SessionStore;
  webhooks: WebhookStore;
  /** True when the database answers. */
  ping(): Promise<boolean>;
  close(): Promise<void>;
}
