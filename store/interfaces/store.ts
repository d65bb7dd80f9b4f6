import type { AuditStore } from './audit';
import type { CardStore } from './cards';
import type { ChannelStore } from './channels';
import type { IdempotencyStore } from './idempotency';
import type { LedgerStore } from './ledger';
import type { MessageStore } from './messages';
import type { PaymentStore } from './payments';

export interface Store {
  payments: PaymentStore;
  cards: CardStore;
  channels: ChannelStore;
  idempotency: IdempotencyStore;
  messages: MessageStore;
  audit: AuditStore;
  ledger: LedgerStore;
  /** True when the database answers. */
  ping(): Promise<boolean>;
  close(): Promise<void>;
}
