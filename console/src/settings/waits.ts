import { UNITS, inUnits } from '../format/time';
import type { Unit } from '../format/time';

const SHORT: Record<string, Record<Unit, string>> = {
  en: { second: 's', minute: 'min', hour: 'h', day: 'd' },
  ru: { second: 'с', minute: 'мин', hour: 'ч', day: 'д' },
};

/** `[10000, 60000]` → `10 s, 1 min`. */
export function writeWaits(waits: readonly number[], language: string): string {
  const short = SHORT[language] ?? SHORT.en!;
  return waits
    .map((wait) => {
      const { count, unit } = inUnits(wait);
      return `${count} ${short[unit]}`;
    })
    .join(', ');
}

/** What a person typed, in either language's units; undefined where it can't be read. */
export function readWaits(text: string): number[] | undefined {
  const units = Object.values(SHORT).flatMap((names) => Object.entries(names) as [Unit, string][]);
  const waits = text
    .split(/[,;]/)
    .filter((part) => part.trim() !== '')
    .map((part) => {
      const match = /^\s*(\d+)\s*(\p{L}+)\.?\s*$/u.exec(part);
      const unit = units.find(([, name]) => name === match?.[2]?.toLowerCase());
      return match && unit ? Number(match[1]) * UNITS[unit[0]] : Number.NaN;
    });
  return waits.length > 0 && waits.every((wait) => wait > 0) ? waits : undefined;
}
