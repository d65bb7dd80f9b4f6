import { eventOf } from '../../domain/webhooks';
import type { WebhookEvent } from '../../domain/webhooks';
import type { SealedChange, Tell, ToldEvent } from '../../store/interfaces/webhooks';
import { paymentAnswer } from './payment-view';
import { refundView } from './refund-view';

/** Puts a change into the words in which channels are told of it: the object as the API shows it, at that version. */
export const tell: Tell = (change, before) => {
  const { object, record } = change;
  const type = eventOf(object, before, record.state);
  return type && toldEvent(type, record.updatedAt, object, record.state.version, viewOf(change));
};

/** A message to see that an endpoint works. */
export function testEvent(endpointId: string, at: Date): ToldEvent {
  return toldEvent('endpoint.test', at.toISOString(), 'endpoint', 1, { id: endpointId });
}

function toldEvent(
  type: WebhookEvent,
  timestamp: string,
  object: string,
  sequence: number,
  view: { id: string } & Record<string, unknown>,
): ToldEvent {
  const body = JSON.stringify({ type, timestamp, data: { object, sequence, ...view } });
  return { type, object: { kind: object, id: view.id }, sequence, body };
}

function viewOf({ object, record }: SealedChange): { id: string } & Record<string, unknown> {
  const { id } = record.order;
  return { id, ...(object === 'payment' ? paymentAnswer(record) : refundView(record)) };
}
