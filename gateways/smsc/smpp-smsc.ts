import { errors, type Fields, type PDU } from 'smpp';
import { MessageIds, type ReceiptForm } from './message-ids';
import { SmppLink } from './smpp-link';
import { receiptIn } from './smpp-receipt';
import { concatenation, encodeText, MAX_PARTS } from './sms-text';
import type { DeliveryReceipt, DeliveryState, SendResult, Smsc, TextMessage } from './smsc';

export interface SmppSmscConfig {
  /** `smpp://system_id:password@host:port`, or `ssmpp://` for TLS. */
  url: string;
  /** What the message comes from: a number in E.164, a short code, or up to 11 letters and digits. */
  sourceAddress: string;
  /** How long to wait for a bind and for an answer, in milliseconds; 5000 when absent. */
  timeoutMs?: number;
  /** How long texts go: in parts with a user data header (the default), or whole in `message_payload`. */
  longMessages?: 'udh' | 'payload';
  /** How receipts write the ids that answers gave; learnt from the first receipts when absent. */
  receiptForm?: ReceiptForm;
  /** Milliseconds; 30 000 when absent. */
  enquireLinkMs?: number;
  /** Milliseconds before the first reconnection (500 when absent), and at most (30 000 when absent). */
  minBackOffMs?: number;
  maxBackOffMs?: number;
}

/** Answers that may be another in a moment; every other error is a refusal. */
const PASSING = new Set(['ESME_RTHROTTLED', 'ESME_RMSGQFUL', 'ESME_RSYSERR'].map((name) => errors[name]));

const UDH_INDICATOR = 0x40;

/** An SMSC over SMPP 3.4, on one transceiver session. */
export class SmppSmsc implements Smsc {
  readonly name = 'smpp';
  private readonly link: SmppLink;
  private readonly ids: MessageIds;
  private readonly listeners: ((receipt: DeliveryReceipt) => void)[] = [];
  private nextGroup = Math.floor(Math.random() * 256);

  constructor(private readonly config: SmppSmscConfig) {
    const url = new URL(config.url);
    const tls = url.protocol === 'ssmpp:';
    this.ids = new MessageIds(config.receiptForm);
    this.link = new SmppLink(
      {
        host: url.hostname.replace(/^\[|\]$/g, ''),
        port: Number(url.port) || (tls ? 3550 : 2775),
        tls,
        systemId: decodeURIComponent(url.username),
        password: decodeURIComponent(url.password),
        timeoutMs: config.timeoutMs ?? 5000,
        enquireLinkMs: config.enquireLinkMs ?? 30_000,
        minBackOffMs: config.minBackOffMs ?? 500,
        maxBackOffMs: config.maxBackOffMs ?? 30_000,
      },
      (pdu) => this.deliver(pdu),
    );
  }

  /**
   * The id of a text sent in parts is the last part's, and only that part asks for a receipt: phones show the
   * text when all have come.
   */
  async send(message: TextMessage, options?: { signal?: AbortSignal }): Promise<SendResult> {
    const pieces = this.piecesOf(message);
    if (pieces.length > MAX_PARTS) return { kind: 'refused', detail: 'the text is too long' };
    let last: SendResult = { kind: 'refused', detail: 'the text is empty' };
    for (const fields of pieces) {
      last = await this.submit(fields, options?.signal);
      if (last.kind !== 'sent') return last;
    }
    return last;
  }

  /** `query_sm` is optional for SMSCs and rarely offered: the receipt tells. */
  async inquire(): Promise<DeliveryState> {
    return 'sent';
  }

  onReceipt(listener: (receipt: DeliveryReceipt) => void): void {
    this.listeners.push(listener);
  }

  readCallback(): undefined {
    return undefined;
  }

  async close(): Promise<void> {
    await this.link.close();
  }

  private async submit(fields: Fields, signal?: AbortSignal): Promise<SendResult> {
    const answer = await this.link.submit(fields, signal);
    if (answer.kind === 'none') return { kind: 'unavailable', detail: answer.detail };
    const { command_status: status, message_id: id } = answer.pdu;
    if (status === 0 && id) {
      return { kind: 'sent', messageId: this.ids.sent(id, fields.destination_addr ?? '') };
    }
    const detail = `SMSC answered status 0x${status.toString(16).padStart(8, '0')}`;
    return { kind: PASSING.has(status) || status === 0 ? 'unavailable' : 'refused', detail };
  }

  private piecesOf({ to, text }: TextMessage): Fields[] {
    const { dataCoding, parts, whole } = encodeText(text);
    const common = { ...addresses(this.config.sourceAddress, to), data_coding: dataCoding };
    if (parts.length === 1) return [{ ...common, short_message: whole, registered_delivery: 1 }];
    if (this.config.longMessages === 'payload') {
      return [{ ...common, message_payload: whole, registered_delivery: 1 }];
    }
    const group = (this.nextGroup = (this.nextGroup + 1) & 0xff);
    return parts.map((part, index) => ({
      ...common,
      esm_class: UDH_INDICATOR,
      short_message: Buffer.concat([concatenation(group, parts.length, index + 1), part]),
      registered_delivery: index === parts.length - 1 ? 1 : 0,
    }));
  }

  private deliver(pdu: PDU): void {
    const raw = receiptIn(pdu);
    if (raw === undefined) return;
    const messageId = this.ids.reported(raw.receiptId, raw.phone);
    for (const listener of this.listeners) listener({ messageId, state: raw.state });
  }
}

/** Type of number: 1 international, 5 alphanumeric, 0 for a short code; numbering plan 1 is E.164. */
function addresses(source: string, to: string): Fields {
  const isNumber = /^\+\d+$/.test(source);
  const isShortCode = /^\d+$/.test(source);
  return {
    source_addr: source.replace(/^\+/, ''),
    source_addr_ton: isNumber ? 1 : isShortCode ? 0 : 5,
    source_addr_npi: isNumber || isShortCode ? 1 : 0,
    destination_addr: to.replace(/^\+/, ''),
    dest_addr_ton: 1,
    dest_addr_npi: 1,
  };
}
