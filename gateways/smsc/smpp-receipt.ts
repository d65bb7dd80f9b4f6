import type { PDU } from 'smpp';
import type { DeliveryReceipt } from './smsc';

/** A delivery receipt as it came: the id is still in the SMSC's own form. */
export interface RawReceipt {
  receiptId: string;
  state: DeliveryReceipt['state'];
  /** Who the message was for. */
  phone: string;
}

const MC_DELIVERY_RECEIPT = 0x04;
const TYPE_BITS = 0x3c;

/** `message_state` of SMPP 3.4, 5.2.28, where it is final. */
const FINAL_STATES: Readonly<Record<number, RawReceipt['state']>> = {
  2: 'delivered',
  3: 'failed',
  4: 'failed',
  5: 'failed',
  8: 'failed',
};
/** The same in the receipt's text (SMPP 3.4, appendix B). */
const FINAL_WORDS: Readonly<Record<string, RawReceipt['state']>> = {
  DELIVRD: 'delivered',
  EXPIRED: 'failed',
  DELETED: 'failed',
  UNDELIV: 'failed',
  REJECTD: 'failed',
};

/** The final receipt in a `deliver_sm`; undefined for a message from a phone and for a state that is not final. */
export function receiptIn(pdu: PDU): RawReceipt | undefined {
  if (((pdu.esm_class ?? 0) & TYPE_BITS) !== MC_DELIVERY_RECEIPT) return undefined;
  const text = textOf(pdu);
  const receiptId = pdu.receipted_message_id || /\bid:\s*([^\s]+)/i.exec(text)?.[1];
  const word = /\bstat:\s*(\w+)/i.exec(text)?.[1]?.toUpperCase();
  const state = FINAL_STATES[pdu.message_state ?? -1] ?? FINAL_WORDS[word ?? ''];
  if (receiptId === undefined || state === undefined) return undefined;
  return { receiptId, state, phone: pdu.source_addr ?? '' };
}

function textOf(pdu: PDU): string {
  const { message = '' } = pdu.short_message ?? {};
  const text = message.length > 0 ? message : (pdu.message_payload?.message ?? '');
  return typeof text === 'string' ? text : text.toString('latin1');
}
