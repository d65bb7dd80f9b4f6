import { type PDU, type Session, consts } from 'smpp';

/** What became of one part of a text. */
export interface Receipt {
  /** Decimal, although the answer to the submit gave the same id in hex: many SMSCs do that. */
  messageId: number;
  from: string;
  to: string;
  state: 'DELIVRD' | 'UNDELIV';
  submittedAt: Date;
  text: string;
}

/** Whether the sender asked to hear of every outcome, or of failures only (SMPP 3.4, 5.2.17). */
export function wantsReceipt(pdu: PDU, state: Receipt['state']): boolean {
  const asked = (pdu.registered_delivery ?? 0) & 0x03;
  return asked === 1 || (asked === 2 && state === 'UNDELIV');
}

export function receiptText({ messageId, state, submittedAt, text }: Receipt, doneAt = new Date()): string {
  const delivered = state === 'DELIVRD';
  return [
    `id:${messageId}`,
    'sub:001',
    `dlvrd:${delivered ? '001' : '000'}`,
    `submit date:${stamp(submittedAt)}`,
    `done date:${stamp(doneAt)}`,
    `stat:${state}`,
    `err:${delivered ? '000' : '001'}`,
    `text:${text.slice(0, 20)}`,
  ].join(' ');
}

/** Sends a receipt and says when it was taken; false when the session can't carry it any more. */
export function sendReceipt(session: Session, receipt: Receipt, taken: () => void): boolean {
  const fields = {
    source_addr: receipt.to,
    destination_addr: receipt.from,
    esm_class: consts.ESM_CLASS.MC_DELIVERY_RECEIPT,
    short_message: receiptText(receipt),
  };
  return session.deliver_sm(fields, taken);
}

/** YYMMDDhhmm, in UTC. */
function stamp(time: Date): string {
  return time.toISOString().replace(/\D/g, '').slice(2, 12);
}
