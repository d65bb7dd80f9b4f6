import { notifications } from '@mantine/notifications';
import { useCallback } from 'react';
import { useWords } from '../i18n/use-words';

/** Says that something was done, in a corner, for a while. */
export function useTold(): (message: string) => void {
  const { t } = useWords();
  return useCallback(
    (message) => notifications.show({ message, closeButtonProps: { 'aria-label': t('common.close') } }),
    [t],
  );
}
