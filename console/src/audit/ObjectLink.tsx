import { Link } from 'react-router';
import type { AuditEntry } from '../api/contract';
import { useWords } from '../i18n/use-words';
import { tableStyles } from '../ui/DataTable';

/** What an entry is about, and where it can be seen: by itself, or else by all that the log has of it. */
export function ObjectLink({ object: { kind, id } }: Pick<AuditEntry, 'object'>) {
  const { named } = useWords();
  const place = placeOf(kind, id);
  return (
    <>
      {named('object', kind)}
      <div className={tableStyles.id}>
        <Link to={place}>{id}</Link>
      </div>
    </>
  );
}

function placeOf(kind: string, id: string): string {
  if (kind === 'payment') return `/payments/${id}`;
  if (kind === 'refund') return `/refunds?open=${id}`;
  if (kind === 'webhook_endpoint') return `/webhooks/${id}`;
  return `/audit?${String(new URLSearchParams({ objectKind: kind, objectId: id }))}`;
}
