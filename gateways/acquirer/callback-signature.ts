import { createHmac, timingSafeEqual } from 'node:crypto';

/** A callback older or newer than this is not believed: somebody may be replaying it. In seconds. */
export const TOLERANCE_SECONDS = 300;

/** `t=<unix seconds>,v1=<hex HMAC-SHA256 over t + "." + body>`; several `v1` are allowed while a secret is changed. */
export function isGenuine(header: string | undefined, rawBody: Buffer, secret: string, now: number): boolean {
  // Anybody can sign with an empty secret.
  if (header === undefined || secret === '') return false;
  const parts = header.split(',').map((part) => part.trim().split('=', 2));
  const time = parts.find(([key]) => key === 't')?.[1];
  if (time === undefined || !/^\d{1,12}$/.test(time)) return false;
  if (Math.abs(now / 1000 - Number(time)) > TOLERANCE_SECONDS) return false;
  const expected = createHmac('sha256', secret).update(`${time}.`).update(rawBody).digest();
  return parts.some(([key, value]) => key === 'v1' && matches(value, expected));
}

function matches(hex: string | undefined, expected: Buffer): boolean {
  if (hex === undefined || !/^[0-9a-f]{64}$/i.test(hex)) return false;
  return timingSafeEqual(Buffer.from(hex, 'hex'), expected);
}
