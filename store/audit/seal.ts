import type { PoolClient } from 'pg';
import type { Database } from '../database';
import { CANONICAL, chain, GENESIS, leafOf, type Entry } from './chain';
import { gapsBetween, readGap, storeGap, without, type Gap, type StoredGap } from './gaps';

/** Any number of ours: held by the one who seals, to the end of its transaction. */
const SEALER_LOCK = 7_245_310_001;

interface Seal {
  number: string;
  hash: Buffer;
  top: string;
  gaps: StoredGap[];
}

/**
 * Chains the next batch of committed entries and returns how many there were.
 *
 * Ids are given out before transactions commit, so an entry may appear below those already sealed. Each seal
 * therefore keeps, beside the highest id sealed, the gaps below it; they are looked at first, and forgotten once
 * no transaction that could fill them is left. All reads are bounded by the batch, not by the log's length.
 *
 * Read committed, and in this order: the seal before is read once the lock is held; `ended` before the gaps that
 * it decides on; `begun` after the entries whose gaps it dates.
 */
export function seal(database: Database, limit: number): Promise<number> {
  return database.transaction('begin isolation level read committed', async (client) => {
    if (!(await lock(client))) return 0;
    const last = await lastSeal(client);
    const ended = await horizon(client, 'pg_snapshot_xmin');
    const gaps = (last?.gaps ?? []).map(readGap);
    const late = await entriesInGaps(client, gaps, limit);
    const top = BigInt(last?.top ?? 0);
    const fresh = await entriesAbove(client, top, limit - late.length);
    if (late.length + fresh.length === 0) return 0;

    const begun = await horizon(client, 'pg_snapshot_xmax');
    const allSeen = late.length < limit;
    const open = gaps.filter((gap) => !allSeen || gap.horizon > ended);
    const ids = fresh.map((entry) => BigInt(entry.id));
    await append(client, last, [...late, ...fresh], {
      top: ids.at(-1) ?? top,
      gaps: [...shrink(open, late), ...gapsBetween(top, ids, begun)],
    });
    return late.length + fresh.length;
  });
}

async function lock(client: PoolClient): Promise<boolean> {
  const { rows } = await client.query('select pg_try_advisory_xact_lock($1) as mine', [SEALER_LOCK]);
  return rows[0].mine;
}

async function lastSeal(client: PoolClient): Promise<Seal | undefined> {
  const { rows } = await client.query<Seal>(
    'select number, hash, top, gaps from audit_seal order by number desc limit 1',
  );
  return rows[0];
}

/**
 * Transactions with an id below `xmin` have all ended; those that have begun to write have one below `xmax`. Every
 * writer has changed another row, or is `BEGUN`, before it draws an entry's id, so by then it has an id of its own.
 */
async function horizon(client: PoolClient, bound: 'pg_snapshot_xmin' | 'pg_snapshot_xmax'): Promise<bigint> {
  const { rows } = await client.query(`select ${bound}(pg_current_snapshot())::text as bound`);
  return BigInt(rows[0].bound);
}

async function entriesInGaps(client: PoolClient, gaps: Gap[], limit: number): Promise<Entry[]> {
  if (gaps.length === 0) return [];
  const { rows } = await client.query<Entry>(
    `select e.id, ${CANONICAL} as text
     from unnest($1::bigint[], $2::bigint[]) as g (first, last) join audit_entry e on e.id between g.first and g.last
     order by e.id limit $3`,
    [gaps.map((gap) => String(gap.from)), gaps.map((gap) => String(gap.to)), limit],
  );
  return rows;
}

async function entriesAbove(client: PoolClient, top: bigint, limit: number): Promise<Entry[]> {
  const { rows } = await client.query<Entry>(
    `select e.id, ${CANONICAL} as text from audit_entry e where e.id > $1 order by e.id limit $2`,
    [String(top), limit],
  );
  return rows;
}

function shrink(gaps: Gap[], late: Entry[]): Gap[] {
  const ids = late.map((entry) => BigInt(entry.id));
  return gaps.flatMap((gap) =>
    without(
      gap,
      ids.filter((id) => id >= gap.from && id <= gap.to),
    ),
  );
}

async function append(
  client: PoolClient,
  last: Seal | undefined,
  entries: Entry[],
  reached: { top: bigint; gaps: Gap[] },
): Promise<void> {
  const previous = last?.hash ?? GENESIS;
  const leaves = Buffer.concat(entries.map(leafOf));
  await client.query(
    `insert into audit_seal (number, entry_ids, leaves, previous, hash, top, gaps)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [
      String(BigInt(last?.number ?? 0) + 1n),
      entries.map((entry) => entry.id),
      leaves,
      previous,
      chain(previous, leaves),
      String(reached.top),
      JSON.stringify(reached.gaps.map(storeGap)),
    ],
  );
}
