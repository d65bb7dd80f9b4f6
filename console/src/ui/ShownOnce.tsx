import { Button, Code, CopyButton, Group, Modal, Text } from '@mantine/core';
import { useWords } from '../i18n/use-words';
import { Icon } from './Icon';
import { useForgetting } from './use-forgetting';

interface Props {
  title: string;
  hint: string;
  /** Undefined: nothing to show. It is in no cache, and gone once this closes. */
  secret: string | undefined;
  onClose: () => void;
}

/** A secret that exists on this screen only. It closes by its button alone, so that no stray click loses it. */
export function ShownOnce({ title, hint, secret, onClose }: Props) {
  const { t } = useWords();
  useForgetting(onClose);
  return (
    <Modal
      opened={secret !== undefined}
      onClose={onClose}
      title={title}
      closeOnClickOutside={false}
      closeOnEscape={false}
      withCloseButton={false}
    >
      <Text size="sm">{hint}</Text>
      <Code block my="md" fz="md" tabIndex={0} role="group" aria-label={title}>
        {secret}
      </Code>
      <Group justify="space-between">
        <CopyButton value={secret ?? ''}>
          {({ copied, copy }) => (
            <Button
              variant="default"
              leftSection={<Icon name={copied ? 'check' : 'copy'} size={16} />}
              onClick={copy}
            >
              {copied ? t('common.copied') : t('common.copy')}
            </Button>
          )}
        </CopyButton>
        <Button onClick={onClose}>{t('common.kept')}</Button>
      </Group>
    </Modal>
  );
}
