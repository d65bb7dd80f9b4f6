import { encodings } from 'smpp';

/** `data_coding` values: 0 is the SMSC's default alphabet, GSM 03.38. */
const GSM = { dataCoding: 0, alone: 160, joined: 153 };
/** Big-endian UTF-16; lengths in bytes. */
const UCS2 = { dataCoding: 8, alone: 140, joined: 134 };

const GSM_ESCAPE = 0x1b;

/** More parts than this are a mistake, and each costs money. */
export const MAX_PARTS = 10;

export interface EncodedText {
  dataCoding: number;
  /** What goes into each `short_message`; one element when the text needs no splitting. */
  parts: Buffer[];
  /** All of it in one piece, for `message_payload`. */
  whole: Buffer;
}

/** Encodes a text in GSM 03.38 where that can carry it without loss, else in UCS-2, and splits what is long. */
export function encodeText(text: string): EncodedText {
  const isGsm = encodings.ASCII.match(text);
  const { dataCoding, alone, joined } = isGsm ? GSM : UCS2;
  const whole = isGsm ? encodings.ASCII.encode(text) : encodings.UCS2.encode(text);
  if (whole.length <= alone) return { dataCoding, parts: [whole], whole };
  const parts: Buffer[] = [];
  for (let start = 0; start < whole.length;) {
    const end = isGsm ? gsmEnd(whole, start, joined) : ucs2End(whole, start, joined);
    parts.push(whole.subarray(start, end));
    start = end;
  }
  return { dataCoding, parts, whole };
}

/** The user data header that joins parts again: an 8-bit reference, how many there are, which this is (from 1). */
export function concatenation(reference: number, total: number, part: number): Buffer {
  return Buffer.from([0x05, 0x00, 0x03, reference & 0xff, total, part]);
}

/** An escape and the character it changes must stay together. */
function gsmEnd(bytes: Buffer, start: number, size: number): number {
  const end = Math.min(start + size, bytes.length);
  return end < bytes.length && bytes[end - 1] === GSM_ESCAPE ? end - 1 : end;
}

/** The two halves of a surrogate pair must stay together. */
function ucs2End(bytes: Buffer, start: number, size: number): number {
  const end = Math.min(start + size, bytes.length);
  const isHighSurrogate = ((bytes[end - 2] ?? 0) & 0xfc) === 0xd8;
  return end < bytes.length && isHighSurrogate ? end - 2 : end;
}
