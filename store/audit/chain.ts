import { createHash } from 'node:crypto';

/** What stands before the first seal. */
export const GENESIS = Buffer.alloc(32);

export const LEAF_BYTES = 32;

/**
 * An entry as text, the same wherever and whenever it is asked for: its columns in a fixed order in the
 * database's own normal form of JSON, times in UTC to the millisecond.
 */
export const CANONICAL = `jsonb_build_array(e.id, to_char(e.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
  e.actor_kind, e.actor_id, e.object_kind, e.object_id, e.version, e.type, e.data, e.state)::text`;

/** An entry's id and text. */
export interface Entry {
  id: string;
  text: string;
}

export const leafOf = (entry: Entry): Buffer => createHash('sha256').update(entry.text).digest();

export const chain = (previous: Uint8Array, leaves: Uint8Array): Buffer =>
  createHash('sha256').update(previous).update(leaves).digest();
