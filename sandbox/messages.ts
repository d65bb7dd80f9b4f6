import { newId } from './ids';
import type { Journal } from './journal';

/** A text or mail that arrived in the sandbox, whole. */
export interface Message {
  id: string;
  channel: 'sms' | 'twilio' | 'mail';
  from: string;
  to: string[];
  text: string;
  subject?: string;
  html?: string;
  /** Where it stands with its recipient. Mail is delivered when it is here. */
  status: 'accepted' | 'delivered' | 'failed';
  /** Ids that the sender was given: one a part of a long SMS. */
  externalIds: string[];
  receivedAt: string;
}

/** So many are kept; the oldest go first. */
const LIMIT = 20_000;

/** What was sent through the sandbox to people, by channel. */
export class Messages {
  private messages = new Map<string, Message>();

  constructor(private readonly journal: Journal) {
    journal.on<Message>('message', (message) => this.keep(message));
  }

  add(message: Omit<Message, 'id' | 'receivedAt'>): Message {
    const complete = { ...message, id: newId('msg'), receivedAt: new Date().toISOString() };
    this.keep(complete);
    this.journal.append('message', complete);
    return complete;
  }

  setStatus(message: Message, status: Message['status']): void {
    if (!this.messages.has(message.id)) return;
    message.status = status;
    this.journal.append('message', message);
  }

  find({ channel, to }: { channel?: string; to?: string }): Message[] {
    return [...this.messages.values()].filter(
      (message) =>
        (channel === undefined || message.channel === channel) &&
        (to === undefined || message.to.some((recipient) => recipient.includes(to))),
    );
  }

  findByExternalId(id: string): Message | undefined {
    return [...this.messages.values()].find((message) => message.externalIds.includes(id));
  }

  clear(): void {
    this.messages.clear();
  }

  private keep(message: Message): void {
    this.messages.set(message.id, message);
    if (this.messages.size <= LIMIT) return;
    const oldest = this.messages.keys().next().value;
    if (oldest !== undefined) this.messages.delete(oldest);
  }
}
