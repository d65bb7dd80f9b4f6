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
