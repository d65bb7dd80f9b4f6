import { Button, Group, Modal } from '@mantine/core';
import type { ReactNode } from 'react';
import { useWords } from '../i18n/use-words';
import { Failure } from './Failure';
import { useFocusBack } from './use-focus-back';

interface Props {
  opened: boolean;
  title: string;
  /** What the button says it does: never just "OK". */
  action: string;
  danger?: boolean;
  busy?: boolean;
  disabled?: boolean;
  error?: unknown;
  onConfirm: () => void;
  onClose: () => void;
  children: ReactNode;
}

/** Asks before something is done. A form, so that Enter in a field confirms; focus goes in, and back when it closes. */
export function Confirm({
  opened,
  title,
  action,
  danger,
  busy,
  disabled,
  error,
  onConfirm,
  onClose,
  children,
}: Props) {
  const { t } = useWords();
  useFocusBack(opened);
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={title}
      closeOnClickOutside={!busy}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (!busy && !disabled) onConfirm();
        }}
      >
        {children}
        <Failure error={error} />
        <Group justify="flex-end" mt="lg">
          <Button variant="default" onClick={onClose} disabled={busy}>
            {t('common.close')}
          </Button>
          <Button type="submit" color={danger ? 'red' : undefined} loading={busy} disabled={disabled}>
            {action}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}
