import { Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useWords } from '../i18n/use-words';
import { Gate } from './Gate';
import { PasswordFields } from './PasswordFields';

/** A one-time password opens nothing but this. */
export function FirstPassword({ username }: { username: string }) {
  const { t } = useWords();
  const queries = useQueryClient();
  return (
    <Gate title={t('session.firstPassword')}>
      <Text size="sm" mb="md">
        {t('session.firstPasswordHint')}
      </Text>
      <PasswordFields
        username={username}
        onDone={() => void queries.invalidateQueries({ queryKey: ['session'] })}
      />
    </Gate>
  );
}
