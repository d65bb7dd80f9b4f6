import { webhookWait } from '../domain/schedules';
import type { NoAnswer, WebhookResult, WebhookSender } from '../gateways/webhook/sender';
import type { Settlement, WebhookAttempt, WebhookStore } from '../store/interfaces/webhooks';

export interface WebhookDeps {
  webhooks: Pick<WebhookStore, 'toSend' | 'attempted' | 'giveUp'>;
  sender: WebhookSender;
  /** Opens what was sealed for this endpoint. */
  openSecret(sealed: string, endpointId: string): string;
  /** Milliseconds to wait after each try, as an administrator has set them when it is called. */
  schedule(): readonly number[];
  /** Milliseconds since the epoch. */
  now(): number;
}

/** What a try came to. `gone`: the receiver wants nothing any more; `off`: the endpoint is turned off or removed. */
export type Tried =
  | { kind: 'delivered' }
  | { kind: 'again'; waitMs: number }
  | { kind: 'given_up'; reason: 'schedule_used_up' | 'gone' | 'off' };

export type WebhookActivities = ReturnType<typeof createWebhookActivities>;

/** A receiver's way to say that it wants nothing any more. */
const GONE = 410;

export function createWebhookActivities({ webhooks, sender, openSecret, schedule, now }: WebhookDeps) {
  return {
    /** Sends a delivery once, and keeps how that went. `tries`: which one of its schedule it is, from 1. */
    async tryDelivery(deliveryId: string, tries: number): Promise<Tried> {
      const message = await webhooks.toSend(deliveryId);
      if (!message) {
        await webhooks.giveUp(deliveryId);
        return { kind: 'given_up', reason: 'off' };
      }
      const { endpointId, url, eventId, body } = message;
      const secrets = message.secrets.map((sealed) => openSecret(sealed, endpointId));
      const began = now();
      const result = await sender.send({ url, id: eventId, body, secrets });
      const tried = judge(result, (retryAfterMs) => webhookWait(schedule(), deliveryId, tries, retryAfterMs));
      await webhooks.attempted(deliveryId, attemptOf(result, began, now()), settlementOf(tried));
      return tried;
    },
  };
}

function judge(result: WebhookResult, waitFor: (retryAfterMs?: number) => number | undefined): Tried {
  const { status, retryAfterMs } = result.kind === 'answered' ? result : { status: 0 };
  if (status >= 200 && status < 300) return { kind: 'delivered' };
  if (status === GONE) return { kind: 'given_up', reason: 'gone' };
  const waitMs = waitFor(retryAfterMs);
  return waitMs === undefined ? { kind: 'given_up', reason: 'schedule_used_up' } : { kind: 'again', waitMs };
}

function settlementOf(tried: Tried): Settlement {
  switch (tried.kind) {
    case 'delivered':
      return { state: 'delivered' };
    case 'again':
      return { state: 'pending', nextInMs: tried.waitMs };
    case 'given_up':
      return { state: 'failed', disables: tried.reason === 'gone' };
  }
}

const IN_WORDS: Record<NoAnswer, string> = {
  timeout: 'no answer in time',
  address_not_allowed: 'the address is not allowed',
  name_not_found: 'the name of the host was not found',
  tls: 'the certificate or the encryption failed',
  connection: 'no connection',
  not_http: 'the answer was not HTTP',
};

function attemptOf(result: WebhookResult, began: number, ended: number): WebhookAttempt {
  const when = { at: new Date(began).toISOString(), durationMs: Math.max(0, Math.round(ended - began)) };
  if (result.kind === 'unanswered') return { ...when, error: IN_WORDS[result.reason] };
  return { ...when, status: result.status, ...(result.text !== '' && { response: result.text }) };
}
