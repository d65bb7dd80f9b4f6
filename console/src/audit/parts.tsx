import { Code } from '@mantine/core';
import { Link } from 'react-router';
import type { AuditEntry } from '../api/contract';
import { useWords } from '../i18n/use-words';
import { Status } from '../ui/Status';

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

interface Props {
  entry: AuditEntry;
}

/** Who did it, and for whom: whose payment or refund it is, and who allowed it. */
export function Who({ entry: { actor, user, authorisedBy } }: Props) {
  const { t, person } = useWords();
  return (
    <>
      {/* Nobody knows anybody's id by heart: this is how one comes to all that somebody did. */}
      <Link to={`/audit?${String(new URLSearchParams({ actorKind: actor.kind, actorId: actor.id }))}`}>
        {person(actor)}
      </Link>
      {user && user.id !== actor.id && <div>{t('audit.takenBy', { who: person(user) })}</div>}
      {authorisedBy && authorisedBy.id !== actor.id && (
        <div>{t('audit.authorisedBy', { who: person(authorisedBy) })}</div>
      )}
    </>
  );
}

/** How a payment or refund stood afterwards. */
export function Outcome({ entry: { object, outcome } }: Props) {
  const { named } = useWords();
  if (!outcome) return '–';
  return (
    <>
      <Status of={object.kind === 'refund' ? 'refundStatus' : 'status'} code={outcome.status} />
      {outcome.code && <div>{named('decline', outcome.code)}</div>}
    </>
  );
}
