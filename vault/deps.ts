import type { Logger } from 'pino';
import type { OutgoingAcquirer } from './acquirer';
import type { MasterKeys } from './master-keys';
import type { Records } from './records';

/** Everything that the vault's routes stand on. */
export interface VaultDeps {
  records: Records;
  keys: MasterKeys;
  acquirer: OutgoingAcquirer;
  /** Shared with the API, which signs tickets with it. */
  ticketSecret: string;
  /** Shared with the workers. */
  forwardSecret: string;
  /** The console's, as browsers send them. */
  allowedOrigins: readonly string[];
  /** How long a card number is kept at most, in milliseconds. */
  keepMs: number;
  /** Card numbers that one person may key in, and requests that one address may make, in a minute. */
  limits: { perUser: number; perAddress: number };
  /** How many proxies stand before the vault, for the caller's address. */
  trustedProxies: number;
  log: Logger;
  now: () => Date;
}
