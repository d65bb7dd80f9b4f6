const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;

/**
 * How long to wait before each inquiry about an unknown outcome, in milliseconds: from seconds to days.
 * When it is used up, four days on, a person is asked.
 */
export const INQUIRY_SCHEDULE: readonly number[] = [
  2 * second,
  5 * second,
  15 * second,
  minute,
  5 * minute,
  15 * minute,
  hour,
  3 * hour,
  12 * hour,
  24 * hour,
  24 * hour,
  24 * hour,
];

/** Once a person has been asked, the machine still looks once in a while: the answer may come by itself. */
export const ATTENTION_INQUIRY_INTERVAL = 24 * hour;

/** How long after a page was closed a late authorisation is looked for, in milliseconds between looks. */
export const LATE_RESULT_SCHEDULE: readonly number[] = [minute, 10 * minute, hour, 6 * hour, 24 * hour];

/**
 * A payer does not wait longer than this: a card call that surely never reached the acquirer is declined
 * after it, instead of being sent when the payer has long paid in another way.
 */
export const FUNDING_DEADLINE = 2 * minute;

/** How long a notification waits for the carrier's delivery receipt before it goes another way. */
export const DELIVERY_RECEIPT_TIMEOUT = 2 * minute;

/** How long to wait after each try of a webhook that was in vain, in milliseconds: 17 tries in 27 hours. */
export const WEBHOOK_SCHEDULE: readonly number[] = [
  5 * second,
  30 * second,
  2 * minute,
  5 * minute,
  10 * minute,
  20 * minute,
  30 * minute,
  hour,
  hour,
  2 * hour,
  2 * hour,
  3 * hour,
  3 * hour,
  4 * hour,
  4 * hour,
  6 * hour,
];

/** A receiver that asks for more patience than this is tried before. */
export const LONGEST_RETRY_AFTER = 6 * hour;

/** Waits are made up to a tenth longer, so that what failed at once is not tried again at once. */
const JITTER = 0.1;

/**
 * How long to wait after try number `tries` (from 1) of a delivery, in milliseconds, at least as long as its receiver asks for.
 * The same for the same delivery and schedule. Undefined when the schedule is used up.
 */
export function webhookWait(
  schedule: readonly number[],
  deliveryId: string,
  tries: number,
  retryAfter = 0,
): number | undefined {
  const scheduled = schedule[tries - 1];
  if (scheduled === undefined) return undefined;
  const jittered = Math.round(scheduled * (1 + JITTER * fraction(`${deliveryId} ${tries}`)));
  return Math.max(jittered, Math.min(retryAfter, LONGEST_RETRY_AFTER));
}

/** A number from 0 to 1 that a text always has (FNV-1a). */
function fraction(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193) >>> 0;
  return hash / 2 ** 32;
}
