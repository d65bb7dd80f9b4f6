import { Code } from '@mantine/core';
import type { AuditEntry } from '../api/contract';
import { useWords } from '../i18n/use-words';

/** What happened, with all that the entry holds for those who want it. */
export function What({ type, said }: { type: string; said: AuditEntry['data'] }) {
  const { named, t } = useWords();
  const empty = !said || Object.keys(said).length === 0;
  return (
    <>
      {named('event', type)}
      {!empty && (
        <details>
          <summary>{t('audit.more')}</summary>
          <Code block fz="xs" tabIndex={0}>
            {JSON.stringify(said, null, 1)}
          </Code>
        </details>
      )}
    </>
  );
}
