import { Button, Group } from '@mantine/core';
import { useSearchParams } from 'react-router';
import { useWords } from '../i18n/use-words';
import { tableStyles } from './DataTable';

/** Keyset pages: on by the cursor, which the address holds, so that the browser's own "back" goes back. */
export function Pager({ next, count }: { next: string | undefined; count: number | undefined }) {
  const { t } = useWords();
  const [search, setSearch] = useSearchParams();
  const go = (cursor: string | undefined) =>
    setSearch((before) => {
      const after = new URLSearchParams(before);
      if (cursor) after.set('cursor', cursor);
      else after.delete('cursor');
      return after;
    });
  const later = search.has('cursor');
  if (!next && !later) return null;
  return (
    <nav className={tableStyles.foot} aria-label={t('common.pages')}>
      <span>{count !== undefined && t('common.shown', { count })}</span>
      <Group gap="xs">
        <Button variant="default" size="xs" disabled={!later} onClick={() => go(undefined)}>
          {t('common.firstPage')}
        </Button>
        <Button variant="default" size="xs" disabled={!next} onClick={() => go(next)}>
          {t('common.nextPage')}
        </Button>
      </Group>
    </nav>
  );
}
