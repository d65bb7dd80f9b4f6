const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** English with the day before the month and the clock of 24 hours, as the rest of the world writes it. */
export const placeOf = (language: string): string => (language === 'en' ? 'en-GB' : language);

export function formatMoment(at: string, language: string): string {
  return new Intl.DateTimeFormat(placeOf(language), { dateStyle: 'medium', timeStyle: 'medium' }).format(
    new Date(at),
  );
}

/** For tables: short, and without the date where that is today's. */
export function formatShort(at: string, language: string, now = new Date()): string {
  const date = new Date(at);
  const today = date.toDateString() === now.toDateString();
  const options: Intl.DateTimeFormatOptions = today
    ? { hour: '2-digit', minute: '2-digit', second: '2-digit' }
    : { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' };
  return new Intl.DateTimeFormat(placeOf(language), options).format(date);
}

/** `in 3 hours`, `2 days ago`. */
export function formatDistance(at: string, language: string, now = new Date()): string {
  const ms = new Date(at).getTime() - now.getTime();
  const format = new Intl.RelativeTimeFormat(language, { numeric: 'auto' });
  const size = Math.abs(ms);
  if (size < MINUTE) return format.format(Math.round(ms / SECOND), 'second');
  if (size < HOUR) return format.format(Math.round(ms / MINUTE), 'minute');
  if (size < DAY) return format.format(Math.round(ms / HOUR), 'hour');
  return format.format(Math.round(ms / DAY), 'day');
}

export const UNITS = { day: DAY, hour: HOUR, minute: MINUTE, second: SECOND } as const;
export type Unit = keyof typeof UNITS;

/** The largest unit that divides it, as a person would say it: 86400000 → 1 day. */
export function inUnits(ms: number): { count: number; unit: Unit } {
  for (const unit of ['day', 'hour', 'minute', 'second'] as const) {
    if (ms >= UNITS[unit] && ms % UNITS[unit] === 0) return { count: ms / UNITS[unit], unit };
  }
  return { count: ms / SECOND, unit: 'second' };
}

export function formatSpan(ms: number, language: string): string {
  const { count, unit } = inUnits(ms);
  return new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'long' }).format(count);
}
