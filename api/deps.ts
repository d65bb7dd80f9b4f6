import type { PayloadCodec } from '@temporalio/common';
import type { Logger } from 'pino';
import type { PaymentsClient, RefundsClient } from '../client/interfaces';
import type { OperatingSettings } from '../domain/operating-settings';
import type { SecretBox } from '../client/secret-box';
import type { Money } from '../domain/money';
import type { AccountRef } from '../domain/orders';
import type { LineRecord } from '../store/interfaces/lines';
import type { Store } from '../store/interfaces/store';
import type { LiveFeed } from './live/live-feed';
import type { Passwords } from './people/passwords';
import type { SecondFactors } from './people/second-factor';
import type { Sessions } from './people/sessions';
import type { UserNames } from './people/user-names';

/** A carrier's news of a message; `sent` is news that needs nothing done. */
export interface DeliveryNews {
  messageId: string;
  state: 'sent' | 'delivered' | 'failed';
}

export interface CodecSettings {
  codec: PayloadCodec;
  /** The Web UI's origins, as browsers may call it by several names: the only ones that may read the answers. */
  origins: readonly [string, ...string[]];
  /** Where set, callers must send it as a bearer token. */
  token?: string;
}

/** What a biller says of an account. Amounts are left out where it did not say them in time; a debt is positive. */
export type FoundAccount =
  | {
      kind: 'found';
      accountId: string;
      name?: string;
      status: 'active' | 'closed';
      balance?: Money;
      debt?: Money;
    }
  | { kind: 'not_found' }
  | { kind: 'unanswered' };

/** Where people key in card numbers while a line is down. */
export interface VaultAccess {
  /** As browsers reach it; no slash at the end. */
  url: string;
  /** The acquirer that it sends to. */
  acquirer: string;
  /** What its tickets are signed with. */
  ticketSecret: string;
}

/** Everything that the API stands on. */
export interface ApiDeps {
  store: Store;
  client: PaymentsClient;
  refunds: RefundsClient;
  /** How the acquirers' lines stand, as last seen: one that is not among them is up. */
  lines: () => readonly LineRecord[];
  sessions: Sessions;
  passwords: Passwords;
  secondFactors: SecondFactors;
  /** For what must be shown again, and must not lie open in the store meanwhile. */
  secrets: SecretBox;
  names: UserNames;
  lookUpAccount(account: AccountRef): Promise<FoundAccount>;
  /** Why nothing is sent to a channel’s address, in a sentence; undefined where it is good. Looks its name up. */
  refuseWebhookUrl(url: string): Promise<string | undefined>;
  /** Which acquirer takes new cards, and hosted pages of currencies that have none of their own; a registered card stays with its own. */
  acquirer: string;
  /** The names of all that are set up. */
  acquirers: readonly string[];
  biller: string;
  /** Where payers, acquirers and carriers reach this API; no trailing slash. */
  publicUrl: string;
  /** Where the operator console's built files are; `vaultOrigin` is where it may send card numbers besides. */
  console?: { folder: string; vaultOrigin?: string };
  /** For the landing page, and for people who look at a payment's workflow. */
  links: { temporalUi?: string; temporalNamespace?: string; sandbox?: string };
  live: LiveFeed;
  /** What administrators change while everything runs, as it stands when it is called. */
  operating: () => OperatingSettings;
  /** Takes up at once what was changed just now. */
  refreshOperating: () => Promise<void>;
  /** How long creating a payment waits for the funding answer, in milliseconds. */
  answerWaitMs: number;
  /** How long a payer who came back waits for the outcome, in milliseconds. */
  returnWaitMs: number;
  limits: {
    /** Requests a second of one channel, or of one address on public routes. */
    perSecond: number;
    /** Unknown keys a minute from one address. */
    failedSignInsPerMinute: number;
  };
  /** How many proxies stand before the API, for the caller's address; 0 where none does. */
  trustedProxies: number;
  codec?: CodecSettings;
  vault?: VaultAccess;
  /** Undefined where the callback is not genuine, or where there is no such acquirer. */
  readAcquirerCallback(
    acquirer: string,
    headers: Record<string, string | undefined>,
    rawBody: Buffer,
  ): { reference: string } | undefined;
  /** Undefined where the callback is not genuine. `url` is the public one, which the signature covers. */
  readDeliveryCallback(request: {
    url: string;
    headers: Record<string, string | undefined>;
    form: Record<string, string>;
  }): DeliveryNews | undefined;
  /** Whether the worker inside this process runs; undefined where there is none. */
  workerRuns?: () => boolean;
  log: Logger;
  now: () => Date;
}
