import { Alert, Button, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { ApiProblem } from '../api/problems';
import { VaultProblem } from '../api/vault';
import { useWords } from '../i18n/use-words';
import type { Words } from '../i18n/use-words';
import { Icon } from './Icon';

/** What went wrong in the reader's words; the API's own title for a code that has none here. */
export function wordsOf(error: unknown, { t, named }: Words): string {
  if (error instanceof VaultProblem)
    return t(`vault.${error.code}`, { defaultValue: t('vault.internal_error') });
  if (!(error instanceof ApiProblem)) return t('problem.unreachable');
  const text = t(`problem.${error.code}`, { defaultValue: error.title });
  const { declineCode } = error.extras;
  return declineCode ? `${text} ${named('decline', declineCode)}.` : text;
}

interface Props {
  error: unknown;
  onRetry?: () => void;
  children?: ReactNode;
}

/** Says that something failed, with the request's id for whoever is asked for help. Nothing where nothing failed. */
export function Failure({ error, onRetry, children }: Props) {
  const words = useWords();
  if (!error) return null;
  const extras = error instanceof ApiProblem ? error.extras : {};
  const loose = (extras.errors ?? []).map(
    ({ path, code }) => `${nameOf(path, words)}: ${words.named('field', code)}`,
  );
  return (
    <Alert color="red" icon={<Icon name="alert" />} role="alert" my="sm">
      <Text size="sm">{wordsOf(error, words)}</Text>
      {loose.map((line) => (
        <Text size="sm" key={line}>
          {line}
        </Text>
      ))}
      {extras.detail && loose.length === 0 && <Text size="sm">{extras.detail}</Text>}
      {extras.requestId && (
        <Text size="xs" mt={4}>
          {words.t('common.requestId', { id: extras.requestId })}
        </Text>
      )}
      {children}
      {onRetry && (
        <Button mt="xs" size="xs" variant="default" onClick={onRetry}>
          {words.t('common.again')}
        </Button>
      )}
    </Alert>
  );
}

/** A setting as its screen calls it; of other forms, whose fields tell of themselves, as the API does. */
const nameOf = (path: string, { t }: Words): string =>
  t(`setting.${path.replace(/^changes\.(\w+)\.(\w+).*$/, '$1_$2')}`, { defaultValue: path });

/** For a form: texts by field, so that each stands at its input. */
export function fieldErrors(error: unknown, { named }: Words): Record<string, string> {
  if (!(error instanceof ApiProblem)) return {};
  return Object.fromEntries(
    (error.extras.errors ?? []).map(({ path, code }) => [path, named('field', code)]),
  );
}
