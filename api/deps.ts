import type { PayloadCodec } from '@temporalio/common';
import type { Logger } from 'pino';
import type { PaymentsClient } from '../client/interfaces';
import type { Store } from '../store/interfaces/store';

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

/** Everything that the API stands on. */
export interface ApiDeps {
  store: Store;
  client: PaymentsClient;
  /** Which acquirer takes hosted pages and new cards; a registered card stays with its own. */
  acquirer: string;
  biller: string;
  /** Where payers, acquirers and carriers reach this API; no trailing slash. */
  publicUrl: string;
  /** Where the operator console's built files are; `vaultOrigin` is where it may send card numbers besides. */
  console?: { folder: string; vaultOrigin?: string };
  /** For the landing page. */
  links: { temporalUi?: string; sandbox?: string };
  /** How long a hosted page stays open, in milliseconds. */
  pageLifetimeMs: number;
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
