import type { Actor } from '../../domain/actors';
import type { Database } from '../database';
import { readIdCursor, writeIdCursor } from '../id-cursor';
import type { AuditEntry, AuditFilter } from '../interfaces/audit';
import type { KeysetPage } from '../interfaces/reading';

const MAX_PAGE = 1_000;

/**
 * An entry with what a person wants to know of it: how the payment or refund stood then, whose it is, and who allowed it.
 * The address of a payment's hosted page is left out, as whoever has it can open the page. The seals that hold it are
 * counted: to see whether there is one, Postgres would rather read all of them.
 */
const SELECT = `
  select e.id::text, e.at, e.actor_kind as "actorKind", e.actor_id as "actorId", e.object_kind as "objectKind",
    e.object_id as "objectId", e.version, e.type,
    case when e.object_kind = 'payment' then e.data - 'type' - 'url' else e.data - 'type' end as data,
    e.state ->> 'status' as status, e.data ->> 'code' as code,
    case when p.created_by is not null then 'user' when p.id is not null then 'channel' else r.asked_by_kind end
      as "userKind",
    coalesce(p.created_by, p.channel, r.asked_by_id) as "userId",
    case when e.state ->> 'status' <> 'rejected' then e.state -> 'decidedBy' end as "authorisedBy",
    (select count(*) > 0 from audit_seal s where s.entry_ids @> array[e.id]) as sealed
  from audit_entry e
  left join payment p on e.object_kind = 'payment' and p.id = e.object_id
  left join refund r on e.object_kind = 'refund' and r.id = e.object_id`;

interface EntryRow {
  id: string;
  at: Date;
  actorKind: Actor['kind'];
  actorId: string;
  objectKind: string;
  objectId: string;
  version: number | null;
  type: string;
  data: Record<string, unknown>;
  status: string | null;
  code: string | null;
  userKind: Actor['kind'] | null;
  userId: string | null;
  authorisedBy: Actor | null;
  sealed: boolean;
}

/** Newest first. */
export async function list(
  database: Database,
  filter: AuditFilter,
  page: { cursor?: string; limit: number },
): Promise<KeysetPage<AuditEntry>> {
  const limit = Math.min(page.limit, MAX_PAGE);
  const conditions = conditionsOf(filter);
  if (page.cursor !== undefined) conditions.push(['e.id < ?::bigint', readIdCursor(page.cursor)]);
  const entries = await select(database, conditions, 'desc', limit + 1);
  const items = entries.slice(0, limit);
  const last = items.at(-1);
  return { items, ...(entries.length > limit && last && { cursor: writeIdCursor(last.id) }) };
}

/** Oldest first: those above `after` and not above `until`. */
export function slice(
  database: Database,
  filter: AuditFilter,
  range: { after: string; until: string },
  limit: number,
): Promise<AuditEntry[]> {
  const bounds: Condition[] = [
    ['e.id > ?::bigint', range.after],
    ['e.id <= ?::bigint', range.until],
  ];
  return select(database, [...conditionsOf(filter), ...bounds], 'asc', Math.min(limit, MAX_PAGE));
}

/** A condition with a place for one value, and the value. */
type Condition = [text: string, value: unknown];

async function select(
  database: Database,
  conditions: Condition[],
  direction: 'asc' | 'desc',
  limit: number,
): Promise<AuditEntry[]> {
  const texts = conditions.map(([text], index) => text.replace('?', `$${index + 1}`));
  const where = texts.length > 0 ? `where ${texts.join(' and ')}` : '';
  const text = `${SELECT} ${where} order by e.id ${direction} limit $${texts.length + 1}`;
  const values = [...conditions.map(([, value]) => value), limit];
  // Not prepared: each mix of conditions wants a plan of its own, and people ask for few of them.
  const rows = await database.rows<EntryRow>({ text }, values);
  return rows.map(entryOf);
}

/** `user` stands in the text, so that the index of what people did fits. */
function conditionsOf(filter: AuditFilter): Condition[] {
  const { actorKind, actorId, objectKind, objectId, type, from, to } = filter;
  const known = (text: string, value: unknown): Condition[] => (value === undefined ? [] : [[text, value]]);
  const byUser = actorKind === 'user' || (actorKind === undefined && actorId?.startsWith('usr_') === true);
  return [
    ...known('e.actor_kind = ?', actorKind),
    ...known(byUser ? `e.actor_kind = 'user' and e.actor_id = ?` : 'e.actor_id = ?', actorId),
    ...known('e.object_kind = ?', objectKind),
    ...known('e.object_id = ?', objectId),
    ...known('e.type = ?', type),
    ...known('e.at >= ?::timestamptz', from),
    ...known('e.at < ?::timestamptz', to),
  ];
}

function entryOf(row: EntryRow): AuditEntry {
  const { version, status, code, userKind, userId, authorisedBy } = row;
  return {
    id: row.id,
    at: row.at.toISOString(),
    actor: { kind: row.actorKind, id: row.actorId },
    object: { kind: row.objectKind, id: row.objectId },
    ...(version !== null && { version }),
    type: row.type,
    data: row.data,
    ...(status !== null && { outcome: { status, ...(code !== null && { code }) } }),
    ...(userKind !== null && userId !== null && { user: { kind: userKind, id: userId } }),
    ...(authorisedBy && { authorisedBy: { kind: authorisedBy.kind, id: authorisedBy.id } }),
    sealed: row.sealed,
  };
}
