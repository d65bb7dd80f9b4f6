import type { PoolClient } from 'pg';
import { BEGIN_SURVEY, type Database } from '../database';
import type { AuditVerification, SealMark } from '../interfaces/audit';
import { CANONICAL, chain, GENESIS, LEAF_BYTES, leafOf, type Entry } from './chain';
import { marks } from './marks';

/** Seals read at a time; a seal's entries are read together, so its batch bounds the memory. */
const SEALS_A_PAGE = 20;

interface Seal {
  number: string;
  entryIds: string[];
  leaves: Buffer;
  previous: Buffer;
  hash: Buffer;
}

type Altered = NonNullable<AuditVerification['firstAltered']>;

/**
 * Recomputes the chain from its beginning, on one snapshot. Stops at the first thing that does not fit; the
 * counts are complete all the same. A chain cut off at its end looks like one that was never longer, and one made anew
 * like any other: only a seal that was kept elsewhere shows that.
 */
export function verify(database: Database, expected?: SealMark): Promise<AuditVerification> {
  return database.transaction(BEGIN_SURVEY, async (client) => {
    const { sealed, unsealed, inserted } = await counts(client);
    const firstAltered = earlier(await walk(client), inserted);
    const { lastSeal, expectedSeal } = await marks(client, expected);
    return {
      intact: !firstAltered && (expectedSeal ?? 'found') === 'found',
      ...{ sealed, unsealed },
      ...(firstAltered && { firstAltered }),
      ...(lastSeal && { lastSeal }),
      ...(expectedSeal && { expectedSeal }),
    };
  });
}

/**
 * Each entry is looked for in the seals. One that is in none is not sealed yet where it is above all that is sealed, or in
 * a gap that may still be filled; elsewhere nothing could come any more, so it was inserted.
 */
async function counts(
  client: PoolClient,
): Promise<{ sealed: number; unsealed: number; inserted: string | undefined }> {
  const { rows } = await client.query<{ sealed: string; unsealed: string; inserted: string | null }>(
    `with sealed as (select unnest(entry_ids) as id from audit_seal), last as (
       select top, gaps from audit_seal order by number desc limit 1
     ), others as (
       select e.id, e.id <= coalesce(l.top, 0) and not exists (
         select from jsonb_array_elements(l.gaps) g where e.id between (g ->> 'from')::bigint and (g ->> 'to')::bigint
       ) as inserted
       from audit_entry e left join last l on true where not exists (select from sealed s where s.id = e.id)
     )
     select (select count(*) from sealed) as sealed, count(*) filter (where not inserted) as unsealed,
       min(id) filter (where inserted) as inserted from others`,
  );
  const [row] = rows;
  return {
    sealed: Number(row!.sealed),
    unsealed: Number(row!.unsealed),
    inserted: row!.inserted ?? undefined,
  };
}

/** Where a seal is gone, or was changed, nobody can say which entries it held: that comes first. */
function earlier(walked: Altered | undefined, inserted: string | undefined): Altered | undefined {
  if (inserted === undefined || walked?.problem === 'chain_broken') return walked;
  if (walked && BigInt(walked.entry) < BigInt(inserted)) return walked;
  return { entry: inserted, problem: 'inserted' };
}

async function walk(client: PoolClient): Promise<Altered | undefined> {
  let previous: Buffer = GENESIS;
  let number = 0n;
  for (;;) {
    const page = await sealsAfter(client, number);
    for (const seal of page) {
      const fits = BigInt(seal.number) === number + 1n && seal.previous.equals(previous);
      if (!fits || !seal.hash.equals(chain(seal.previous, seal.leaves))) {
        return { entry: seal.entryIds[0] ?? '', problem: 'chain_broken' };
      }
      const altered = await alteredEntry(client, seal);
      if (altered) return altered;
      previous = seal.hash;
      number += 1n;
    }
    if (page.length < SEALS_A_PAGE) return undefined;
  }
}

async function sealsAfter(client: PoolClient, number: bigint): Promise<Seal[]> {
  const { rows } = await client.query<Seal>(
    `select number, entry_ids as "entryIds", leaves, previous, hash from audit_seal
     where number > $1 order by number limit ${SEALS_A_PAGE}`,
    [String(number)],
  );
  return rows;
}

async function alteredEntry(client: PoolClient, seal: Seal): Promise<Altered | undefined> {
  const { rows } = await client.query<Entry>(
    `select e.id, ${CANONICAL} as text from audit_entry e where e.id = any($1::bigint[])`,
    [seal.entryIds],
  );
  const leaves = new Map(rows.map((entry) => [entry.id, leafOf(entry)]));
  for (const [index, entry] of seal.entryIds.entries()) {
    const leaf = leaves.get(entry);
    if (!leaf) return { entry, problem: 'missing' };
    const sealed = seal.leaves.subarray(index * LEAF_BYTES, (index + 1) * LEAF_BYTES);
    if (!leaf.equals(sealed)) return { entry, problem: 'changed' };
  }
  return undefined;
}
