import { Button, Fieldset, Group, Stack, Text, TextInput, Textarea } from '@mantine/core';
import { useState } from 'react';
import type { OperatingSettings, Wording } from '../api/contract';
import { useWords } from '../i18n/use-words';

type Wordings = OperatingSettings['texts']['receipt'];

/** What a payer is told, by language. English is for everybody whose language is not there. */
export function Texts({
  title,
  value,
  onChange,
}: {
  title: string;
  value: Wordings;
  onChange: (value: Wordings) => void;
}) {
  const { t, language: mine } = useWords();
  const [added, setAdded] = useState('');
  const names = new Intl.DisplayNames(mine, { type: 'language' });
  // Some languages write their names small; here they begin a block.
  const nameOf = (language: string): string => {
    const name = names.of(language) ?? language;
    return name.charAt(0).toLocaleUpperCase(mine) + name.slice(1);
  };
  const fits = /^[a-z]{2,3}$/.test(added) && !(added in value);
  const change = (language: string, changes: Partial<Wording>) =>
    onChange({ ...value, [language]: { ...value[language]!, ...changes } });
  const remove = (language: string) =>
    onChange({
      ...Object.fromEntries(Object.entries(value).filter(([one]) => one !== language)),
      en: value.en,
    });
  return (
    <Fieldset legend={title}>
      <Stack gap="md">
        <Text size="sm">{t('settings.textsHint')}</Text>
        {Object.entries(value).map(([language, { subject, text }]) => (
          <Stack key={language} gap={6} role="group" aria-label={nameOf(language)}>
            <Group justify="space-between">
              <strong>{nameOf(language)}</strong>
              {language !== 'en' && (
                <Button
                  size="compact-xs"
                  variant="default"
                  onClick={() => remove(language)}
                  aria-label={t('settings.removeOf', { what: nameOf(language) })}
                >
                  {t('settings.remove')}
                </Button>
              )}
            </Group>
            <TextInput
              label={t('settings.subject')}
              maxLength={120}
              value={subject}
              onChange={(event) => change(language, { subject: event.currentTarget.value })}
            />
            <Textarea
              label={t('settings.text')}
              maxLength={500}
              autosize
              minRows={2}
              value={text}
              onChange={(event) => change(language, { text: event.currentTarget.value })}
            />
          </Stack>
        ))}
        <Group align="flex-end">
          <TextInput
            label={t('settings.newLanguage')}
            placeholder="el"
            maxLength={3}
            w={140}
            value={added}
            onChange={(event) => setAdded(event.currentTarget.value.toLowerCase())}
          />
          <Button
            variant="default"
            disabled={!fits}
            onClick={() => {
              onChange({ ...value, [added]: { ...value.en } });
              setAdded('');
            }}
          >
            {t('settings.addLanguage')}
          </Button>
        </Group>
      </Stack>
    </Fieldset>
  );
}
