import { Center, Loader } from '@mantine/core';
import { useWords } from '../i18n/use-words';

export function Spinner({ size }: { size?: string }) {
  const { t } = useWords();
  return <Loader size={size} role="img" aria-label={t('common.loading')} />;
}

export function Loading() {
  return (
    <Center mih="40vh">
      <Spinner />
    </Center>
  );
}
