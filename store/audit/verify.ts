import type { PoolClient } from 'pg';
import { BEGIN_SURVEY, type Database } from '../database';
import type { AuditVerification } from '../interfaces/audit';
import { CANONICAL, chain, GENESIS, LEAF_BYTES, leafOf, type Entry } from './chain';

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
 * counts are complete all the same. A chain cut off at its end looks like one that was never longer: keep a
 * seal's hash elsewhere to notice that.
 */
export function verify(database: Database): Promise<AuditVerification> {
  return database.transaction(BEGIN_SURVEY, async (client) => {
    const { sealed, unsealed } = await counts(client);
    const firstAltered = await walk(client);
    return { intact: !firstAltered, sealed, unsealed, ...(firstAltered && { firstAltered }) };
  });
}

/** Unsealed is counted by looking for each entry, so one that was slipped in below the seals shows, too. */
async function counts(client: PoolClient): Promise<{ sealed: number; unsealed: number }> {
  const { rows } = await client.query<{ sealed: string; unsealed: string }>(
    `with sealed as (select unnest(entry_ids) as id from audit_seal)
     select (select count(*) from sealed) as sealed,
       (select count(*) from audit_entry e where not exists (select from sealed s where s.id = e.id)) as unsealed`,
  );
  return { sealed: Number(rows[0]?.sealed), unsealed: Number(rows[0]?.unsealed) };
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
