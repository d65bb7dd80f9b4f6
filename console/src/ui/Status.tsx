import { Badge } from '@mantine/core';
import { useWords } from '../i18n/use-words';
import { Icon } from './Icon';

const COLOURS: Record<string, string> = {
  succeeded: 'green',
  refunded: 'blue',
  approved: 'blue',
  funded: 'blue',
  processing: 'blue',
  awaiting_payer: 'yellow',
  pending_approval: 'yellow',
  batched: 'grape',
  reversing: 'orange',
  reversed: 'orange',
  declined: 'red',
  rejected: 'red',
  up: 'green',
  trial: 'yellow',
  down: 'red',
  delivered: 'green',
  failed: 'red',
  pending: 'yellow',
  unknown: 'orange',
  escalated: 'orange',
  enabled: 'green',
};

/** A state in words, with a colour beside them. `of` names the set of words: `status`, `refundStatus`, `leg`, … */
export function Status({ of, code }: { of: string; code: string }) {
  const { named } = useWords();
  return (
    <Badge variant="light" color={COLOURS[code] ?? 'gray'} tt="none" fw={600} radius="sm">
      {named(of, code)}
    </Badge>
  );
}

/** A person must decide. */
export function Attention({ reason }: { reason: string }) {
  const { t, named } = useWords();
  return (
    <Badge
      variant="light"
      color="red"
      tt="none"
      radius="sm"
      leftSection={<Icon name="alert" size={12} />}
      title={named('attention', reason)}
    >
      {t('payments.attention')}
    </Badge>
  );
}
