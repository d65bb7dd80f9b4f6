import type { PDU } from 'smpp';

/** One part of a text, and where it belongs. A text of one part has no series. */
export interface Part {
  text: string;
  series?: { key: string; total: number; index: number };
}

/** Reads the text of a submit_sm, in whatever way it is carried: GSM, Latin 1 or UCS-2; UDH, SAR or payload. */
export function readPart(pdu: PDU): Part {
  const field = pdu.message_payload ?? pdu.short_message;
  const message = field?.message ?? '';
  const text = typeof message === 'string' ? message : message.toString('latin1');
  const place = placeByHeader(field?.udh) ?? placeBySar(pdu);
  if (place === undefined) return { text };
  const key = [pdu.source_addr, pdu.destination_addr, place.reference].join('|');
  return { text, series: { key, total: place.total, index: place.index } };
}

/** A concatenation element of the user data header, with an 8-bit (0) or 16-bit (8) reference. */
function placeByHeader(elements: readonly Buffer[] = []) {
  for (const element of elements) {
    if (element[0] === 0x00 && element.length >= 5) {
      return { reference: element[2]!, total: element[3]!, index: element[4]! };
    }
    if (element[0] === 0x08 && element.length >= 6) {
      return { reference: element.readUInt16BE(2), total: element[4]!, index: element[5]! };
    }
  }
  return undefined;
}

function placeBySar({ sar_msg_ref_num, sar_total_segments, sar_segment_seqnum }: PDU) {
  if (sar_msg_ref_num === undefined || !sar_total_segments || !sar_segment_seqnum) return undefined;
  return { reference: sar_msg_ref_num, total: sar_total_segments, index: sar_segment_seqnum };
}

/** A text that is complete, with the ids of its parts. */
export interface Whole {
  text: string;
  messageIds: string[];
}

const MAX_OPEN_SERIES = 1_000;

/** Puts the parts of long texts together, in any order of arrival. */
export class Assembler {
  private readonly series = new Map<string, Map<number, { text: string; messageId: string }>>();

  /** The whole text once its last part is here. */
  add({ text, series }: Part, messageId: string): Whole | undefined {
    if (series === undefined) return { text, messageIds: [messageId] };
    const parts = this.series.get(series.key) ?? new Map<number, { text: string; messageId: string }>();
    parts.set(series.index, { text, messageId });
    if (parts.size < series.total) {
      this.series.set(series.key, parts);
      this.forgetOldest();
      return undefined;
    }
    this.series.delete(series.key);
    const ordered = [...parts].sort(([a], [b]) => a - b).map(([, part]) => part);
    return {
      text: ordered.map((part) => part.text).join(''),
      messageIds: ordered.map((part) => part.messageId),
    };
  }

  clear(): void {
    this.series.clear();
  }

  private forgetOldest(): void {
    if (this.series.size <= MAX_OPEN_SERIES) return;
    const oldest = this.series.keys().next().value;
    if (oldest !== undefined) this.series.delete(oldest);
  }
}
