import { SegmentedControl } from '@mantine/core';
import { LANGUAGES, setLanguage } from '../i18n';
import type { Language } from '../i18n';
import { useWords } from '../i18n/use-words';

/** Each language in its own name. */
const NAMES: Record<Language, string> = { en: 'English', ru: 'Русский' };

export function LanguageChoice({ onChange }: { onChange?: (language: Language) => void }) {
  const { t, language } = useWords();
  return (
    <SegmentedControl
      size="xs"
      aria-label={t('common.language')}
      value={language}
      data={LANGUAGES.map((value) => ({ value, label: NAMES[value] }))}
      onChange={(value) => {
        setLanguage(value as Language);
        onChange?.(value as Language);
      }}
    />
  );
}
