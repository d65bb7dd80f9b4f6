import { Link } from 'react-router';
import type { AuditEntry } from '../api/contract';
import { useWords } from '../i18n/use-words';
import { tableStyles } from '../ui/DataTable';

/** What an entry is about, and where it can be seen. */
export function ObjectLink({ object: { kind, id } }: Pick<AuditEntry, 'object'>) {
  const { named } = useWords();
  const place = placeOf(kind, id);
  return (
    <>
      {named('object', kind)}
      <div className={tableStyles.id}>{place ? <Link to={place}>{id}</Link> : id}</div>
    </>
  );
}

function placeOf(kind: string, id: string): string | undefined {
  if (kind === 'payment') return `/payments/${id}`;
  if (kind === 'refund') return `/refunds?open=${id}`;
  return kind === 'webhook_endpoint' ? `/webhooks/${id}` : undefined;
}
