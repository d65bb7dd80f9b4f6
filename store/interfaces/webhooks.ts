import type { Actor } from '../../domain/actors';
import type { Standing, WebhookEvent } from '../../domain/webhooks';
import type { PaymentRecord } from './payments';
import type { KeysetPage } from './reading';
import type { RefundRecord } from './refunds';

export interface WebhookEndpoint {
  /** `whe_` and a ULID. */
  id: string;
  channel: string;
  url: string;
  description?: string;
  /** None: all. */
  events: WebhookEvent[];
  enabled: boolean;
  /** Why the machine turned it off: its receiver said that it is gone. */
  disabledReason?: 'gone';
  /** RFC 3339; until then secrets before the last rotation sign along. */
  oldSecretUntil?: string;
  /** RFC 3339. */
  createdAt: string;
  /** RFC 3339. */
  updatedAt: string;
}

export interface NewEndpoint extends Pick<
  WebhookEndpoint,
  'id' | 'channel' | 'url' | 'description' | 'events'
> {
  /** Sealed: the store can't read it. */
  secret: string;
  /** The command that asks for it: the same again gets the endpoint that was made for it. */
  commandId: string;
}

export interface RegisteredEndpoint {
  endpoint: WebhookEndpoint;
  /** Sealed. */
  secret: string;
}

/** A new secret for an endpoint. */
export interface NewSecret {
  /** Sealed. */
  secret: string;
  /** The command that asks for it: the same again gets the secret that was made for it. */
  commandId: string;
  /** For how long the one before signs along. */
  overlapMs: number;
}

export interface RotatedSecret {
  /** Sealed. */
  secret: string;
  /** RFC 3339; until then the one before it signs along. */
  oldSecretUntil: string;
}

/** Only what is there is changed; a description of null is taken away. */
export interface EndpointChanges {
  url?: string;
  description?: string | null;
  events?: WebhookEvent[];
  enabled?: boolean;
}

export type DeliveryState = 'pending' | 'delivered' | 'failed';

export interface WebhookDelivery {
  /** `whd_` and a ULID; the workflow's id. */
  id: string;
  endpointId: string;
  /** `evt_` and a ULID; sent as `webhook-id`. */
  eventId: string;
  type: WebhookEvent;
  object: { kind: string; id: string };
  sequence: number;
  state: DeliveryState;
  /** How often it was tried. */
  attempts: number;
  /** RFC 3339. */
  nextAttemptAt?: string;
  /** RFC 3339: when it was delivered or given up. */
  settledAt?: string;
  /** RFC 3339. */
  createdAt: string;
}

/** One try: a status, or else why there was none. */
export interface WebhookAttempt {
  /** RFC 3339. */
  at: string;
  status?: number;
  error?: string;
  durationMs: number;
  /** The beginning of what the receiver said. */
  response?: string;
}

export interface WebhookDeliveryLog extends WebhookDelivery {
  channel: string;
  /** The very text that is signed and sent. */
  body: string;
  /** Oldest first. */
  log: (WebhookAttempt & { number: number })[];
}

/** What a try takes. */
export interface WebhookToSend {
  endpointId: string;
  url: string;
  eventId: string;
  body: string;
  /** Sealed; the newest first. */
  secrets: string[];
}

/** What follows from a try. `disables`: the receiver wants nothing any more. */
export type Settlement =
  { state: 'delivered' } | { state: 'failed'; disables: boolean } | { state: 'pending'; nextInMs: number };

/** An object as it was after a change. */
export type SealedChange =
  { object: 'payment'; record: PaymentRecord } | { object: 'refund'; record: RefundRecord };

/** An event as its receivers are told of it. */
export interface ToldEvent {
  type: WebhookEvent;
  object: { kind: string; id: string };
  sequence: number;
  body: string;
}

/** Puts a change into words; undefined where it is no news. `before`: how the object stood. */
export type Tell = (change: SealedChange, before: Standing | undefined) => ToldEvent | undefined;

/** A delivery whose workflow is to be started, or, where it is wanted `again`, to be told or started anew. */
export interface WebhookStart extends Pick<WebhookDelivery, 'id' | 'type' | 'object'> {
  channel: string;
  again: boolean;
}

export interface WebhookStore {
  /** Keeps an endpoint, unless its channel has as many as it may have. */
  register(endpoint: NewEndpoint, actor: Actor): Promise<RegisteredEndpoint | 'too_many'>;
  endpoint(id: string): Promise<WebhookEndpoint | undefined>;
  /** Of one channel, or of all. Throws `InvalidCursor`. */
  endpoints(
    channel: string | undefined,
    page: { cursor?: string; limit: number },
  ): Promise<KeysetPage<WebhookEndpoint>>;
  change(id: string, changes: EndpointChanges, actor: Actor): Promise<WebhookEndpoint | undefined>;
  /** Erases its secrets and sends it nothing any more; its deliveries stay in the database. */
  remove(id: string, actor: Actor): Promise<boolean>;
  /** Those before sign along until their time is over, `too_many` where that would be more than may. */
  rotate(id: string, secret: NewSecret, actor: Actor): Promise<RotatedSecret | 'too_many' | undefined>;
  /** Seals each secret anew for which `anew` gives another text; answers with how many there were. */
  reseal(anew: (sealed: string, endpointId: string) => string | undefined): Promise<number>;
  /** Makes a delivery of a test; answers with its id. */
  test(endpointId: string, event: ToldEvent, actor: Actor): Promise<string | undefined>;

  /** Throws `InvalidCursor`. */
  deliveries(
    endpointId: string,
    filter: { state?: DeliveryState },
    page: { cursor?: string; limit: number },
  ): Promise<KeysetPage<WebhookDelivery>>;
  /** Of an endpoint that is not removed. */
  delivery(id: string): Promise<WebhookDeliveryLog | undefined>;
  /** Has a delivery sent once more, however it stands. */
  askAgain(deliveryId: string, actor: Actor): Promise<boolean>;

  /**
   * Makes events and deliveries of what the next seals name, each once, in the order of the log, and moves on behind
   * them: all or nothing. One at a time does so. Answers with how many seals there were.
   */
  forward(seals: number, tell: Tell): Promise<number>;
  /**
   * Claims deliveries that are not started, so that nobody else starts them, and has each started outside any transaction;
   * where that fails, it is left for the next time. What is settled is started only where somebody has asked for it again.
   * Channels take turns, and none has more than `perChannel` that are to be tried now. Answers with how many are done with.
   */
  startPending(
    most: { limit: number; perChannel: number },
    start: (delivery: WebhookStart) => Promise<boolean>,
  ): Promise<number>;
  /**
   * Has deliveries started anew that should have been tried so long ago that their workflow may be missing. Answers with
   * how many there were.
   */
  reviveStuck(limit: number, overdueMs: number): Promise<number>;
  /**
   * Deletes deliveries that were settled so long ago, up to a limit, with their attempts, and events that nobody else is
   * told of. Answers with how many deliveries there were: none while somebody else deletes.
   */
  forget(limit: number, afterMs: number): Promise<number>;

  /** Undefined where the endpoint is off or gone. */
  toSend(deliveryId: string): Promise<WebhookToSend | undefined>;
  attempted(deliveryId: string, attempt: WebhookAttempt, settlement: Settlement): Promise<void>;
  /** A delivery that can't be tried has failed. */
  giveUp(deliveryId: string): Promise<void>;
}
