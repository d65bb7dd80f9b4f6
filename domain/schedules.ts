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
