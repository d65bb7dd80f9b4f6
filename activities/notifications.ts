import type { ReceiptTo } from '../domain/orders';
import type { Mailer } from '../gateways/mail/mailer';
import type { DeliveryState, SendResult, Smsc } from '../gateways/smsc/smsc';
import type { MessageStore, MessageWay } from '../store/interfaces/messages';

export interface NotificationDeps {
  messages: MessageStore;
  /** The carriers that are set up; a way that is not is skipped. */
  smpp?: Smsc;
  twilio?: Smsc;
  mailer?: Mailer;
}

export interface NotificationMessage {
  notificationId: string;
  paymentId: string;
  to: ReceiptTo;
  subject: string;
  text: string;
}

export type NotificationActivities = ReturnType<typeof createNotificationActivities>;

export type Handed = { messageId: string; state: DeliveryState } | undefined;

export function createNotificationActivities(deps: NotificationDeps) {
  return {
    /** Hands a message to a carrier; undefined where that way can't be gone. A message may be sent twice, a payment never. */
    async send(way: MessageWay, message: NotificationMessage): Promise<Handed> {
      const result = await handOver(deps, way, message);
      if (result?.kind !== 'sent') return undefined;
      const { messageId } = result;
      const { notificationId, paymentId } = message;
      return { messageId, state: await deps.messages.sent({ notificationId, paymentId, way, messageId }) };
    },

    /** How a message stands: what the carrier reported, or what it says when asked. */
    async deliveryState(way: MessageWay, messageId: string, paymentId: string): Promise<DeliveryState> {
      const reported = (await deps.messages.list(paymentId)).find((message) => message.way === way)?.state;
      if (reported === 'delivered' || reported === 'failed') return reported;
      const carrier = way === 'mail' ? undefined : deps[way];
      const state = (await carrier?.inquire(messageId)) ?? 'sent';
      if (state !== 'sent') await deps.messages.receipt(way, messageId, state);
      return state;
    },
  };
}

async function handOver(
  deps: NotificationDeps,
  way: MessageWay,
  { to, subject, text }: NotificationMessage,
): Promise<SendResult | undefined> {
  if (way === 'mail') return to.email ? deps.mailer?.send({ to: to.email, subject, text }) : undefined;
  return to.phone ? deps[way]?.send({ to: to.phone, text }) : undefined;
}
