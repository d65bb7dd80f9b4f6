import { Skeleton } from '@mantine/core';
import type { HistoryEvent, Person } from '../api/contract';
import { useWords } from '../i18n/use-words';
import type { Words } from '../i18n/use-words';
import styles from './history.module.css';

interface Props {
  events: readonly HistoryEvent[] | undefined;
  begun: { at: string; actor: Person };
}

/** What happened, in order, and who did it. */
export function History({ events, begun }: Props) {
  const words = useWords();
  if (!events) return <Skeleton height={160} />;
  const all = events.some(({ type }) => BEGINNINGS.includes(type))
    ? events
    : [{ version: 0, type: 'received', ...begun }, ...events];
  return (
    <ol className={styles.list}>
      {all.map((event) => (
        <li key={event.version} data-tone={toneOf(event.type)}>
          <p>{words.named('event', event.type)}</p>
          {detailOf(event, words).map((line) => (
            <p key={line}>{line}</p>
          ))}
          <p className={styles.meta}>
            {words.moment(event.at)} · {words.person(event.actor)}
          </p>
        </li>
      ))}
    </ol>
  );
}

/** What a history of the API's own begins with. */
const BEGINNINGS = ['received', 'created', 'requested'];

function toneOf(type: string): string | undefined {
  if (/declined|rejected|attention_raised|failed/.test(type)) return 'bad';
  if (/unknown|batched|expired|cancelled|escalated/.test(type)) return 'doubt';
  return /succeeded|approved/.test(type) ? 'good' : undefined;
}

function detailOf({ type, detail = {} }: HistoryEvent, { t, named }: Words): string[] {
  const text = (name: string): string | undefined =>
    typeof detail[name] === 'string' ? detail[name] : undefined;
  const [code, reason, note, externalId] = [text('code'), text('reason'), text('note'), text('externalId')];
  const card = detail.card as { brand?: string; last4?: string } | undefined;
  return [
    code && named('decline', code),
    reason && (type === 'attention_raised' ? named('attention', reason) : named('unknown', reason)),
    note && t('payments.noted', { note }),
    card?.last4 && `•••• ${card.last4}`,
    externalId && t('payments.externalId', { id: externalId }),
  ].filter((line): line is string => Boolean(line));
}
