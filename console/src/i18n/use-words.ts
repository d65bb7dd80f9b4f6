import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Money, Person } from '../api/contract';
import { formatMoney } from '../format/money';
import { formatDistance, formatMoment, formatShort, formatSpan } from '../format/time';

/** Everything that is said in the reader's language: texts, sums, times. */
export function useWords() {
  const { t, i18n } = useTranslation();
  const language = i18n.language;
  return useMemo(() => {
    /** A code of a closed set of the API's; one that came later than this build is shown as it is. */
    const named = (set: string, code: string): string =>
      t(`${set}.${code}`, { defaultValue: code.replaceAll('_', ' ') });
    return {
      t,
      language,
      named,
      money: (money: Money) => formatMoney(money, language),
      moment: (at: string) => formatMoment(at, language),
      short: (at: string) => formatShort(at, language),
      distance: (at: string) => formatDistance(at, language),
      span: (ms: number) => formatSpan(ms, language),
      number: (value: number) => new Intl.NumberFormat(language).format(value),
      person: ({ kind, id, name }: Person) =>
        kind === 'user' ? (name ?? id) : `${named('actor', kind)}${kind === 'channel' ? ` ${id}` : ''}`,
    };
  }, [t, language]);
}

export type Words = ReturnType<typeof useWords>;
