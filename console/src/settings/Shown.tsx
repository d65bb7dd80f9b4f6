import type { Wording } from '../api/contract';
import { decimalOf } from '../format/money';
import { useWords } from '../i18n/use-words';
import type { Words } from '../i18n/use-words';
import { writeWaits } from './waits';

/** A setting's value in words and units, for "before" and "after". */
export function Shown({ field, value }: { field: string; value: unknown }) {
  const words = useWords();
  const lines = linesOf(field, value, words);
  return (
    <>
      {lines.map((line) => (
        <div key={line}>{line}</div>
      ))}
    </>
  );
}

function linesOf(field: string, value: unknown, { t, span, language, number }: Words): string[] {
  if (field.endsWith('Ms') && Array.isArray(value)) return [writeWaits(value as number[], language)];
  if (field.endsWith('Ms') && typeof value === 'number') return [span(value)];
  if (typeof value === 'number') return [number(value)];
  if (field === 'payment' && Array.isArray(value)) {
    const limits = value as { currency: string; min?: number; max?: number }[];
    const bound = (sum: number | undefined, currency: string) =>
      sum === undefined ? '–' : decimalOf({ value: sum, currency });
    return none(
      limits.map(
        ({ currency, min, max }) => `${currency}: ${bound(min, currency)} … ${bound(max, currency)}`,
      ),
      t('settings.nothing'),
    );
  }
  if (field === 'byCurrency')
    return none(
      Object.entries((value ?? {}) as Record<string, string>).map(
        ([currency, acquirer]) => `${currency}: ${acquirer}`,
      ),
      t('settings.nothing'),
    );
  if (field === 'receipt' || field === 'refund') {
    return Object.entries(value as Record<string, Wording>).map(
      ([tag, { subject, text }]) => `${tag}: ${subject} — ${text}`,
    );
  }
  return [JSON.stringify(value)];
}

const none = (lines: string[], nothing: string): string[] => (lines.length > 0 ? lines : [nothing]);
