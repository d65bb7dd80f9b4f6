import { Center, Loader } from '@mantine/core';
import { useWords } from '../i18n/use-words';

export function Loading() {
  const { t } = useWords();
  return (
    <Center mih="40vh">
      <Loader aria-label={t('common.loading')} />
    </Center>
  );
}
