import type { Pool } from 'pg';
import type { Envelope } from './envelope';
import type { Ticket } from './tickets';

export interface CardRecord extends Envelope {
  /** `vlt_` and 32 hex digits. */
  id: string;
  expiresAt: Date;
}

/** Why a card number is gone. `answered`: the acquirer has decided about it. */
export type Erasure = 'answered' | 'asked' | 'expired';

/** What there is under a token for one who wants to send it. */
export type Taken =
  | { kind: 'record'; record: CardRecord }
  | { kind: 'erased'; reason: Erasure }
  /** It was sent under another reference before. */
  | { kind: 'taken' }
  | { kind: 'unknown' };

interface Row {
  id: string;
  key_id: string;
  wrapped_key: Buffer;
  sealed: Buffer;
  expires_at: Date;
}

/** Tickets are refused by their time long before they are forgotten. */
const TICKETS_KEPT = '1 hour';
const ERASURES_KEPT = '90 days';

/** What a record's envelope is bound to: the record itself, and how long it may live. */
export const boundTo = ({ id, expiresAt }: Pick<CardRecord, 'id' | 'expiresAt'>): string =>
  `card number ${id} until ${expiresAt.toISOString()}`;

/** The vault's tables. Takes and gives ciphertext only. */
export class Records {
  constructor(private readonly pool: Pool) {}

  /** Keeps a record and uses the ticket up, or neither: false where the ticket was used before. */
  async add(record: CardRecord, ticket: Ticket, now: Date): Promise<boolean> {
    const { id, keyId, wrappedKey, sealed, expiresAt } = record;
    const { rowCount } = await this.pool.query(
      `with ticket as (
         insert into used_ticket (nonce, expires_at) values ($1, $2) on conflict do nothing returning nonce)
       insert into card_number (id, key_id, wrapped_key, sealed, entered_by, created_at, expires_at)
       select $3, $4, $5, $6, $7, $8, $9 from ticket`,
      [ticket.nonce, ticket.expiresAt, id, keyId, wrappedKey, sealed, ticket.user, now, expiresAt],
    );
    return rowCount === 1;
  }

  /** Finds a record to send, and from the first time on ties it to the reference. */
  async take(id: string, reference: string, now: Date): Promise<Taken> {
    const { rows } = await this.pool.query<Row>(
      `update card_number set sent_under = $2, sent_at = $3
       where id = $1 and expires_at > $3 and coalesce(sent_under, $2) = $2
       returning id, key_id, wrapped_key, sealed, expires_at`,
      [id, reference, now],
    );
    return rows[0] ? { kind: 'record', record: recordOf(rows[0]) } : this.whyNot(id, now);
  }

  /** False where it was gone before, or was sent under another reference: then it is for that one to erase. */
  async erase(id: string, reference: string, reason: Erasure, now: Date): Promise<boolean> {
    const { rowCount } = await this.pool.query(
      `with gone as (delete from card_number where id = $1 and coalesce(sent_under, $2) = $2 returning id)
       insert into erased_card (id, reason, erased_at) select id, $3, $4 from gone on conflict do nothing`,
      [id, reference, reason, now],
    );
    return rowCount === 1;
  }

  /** Erases what has lived long enough, and forgets old tickets. Returns how many card numbers went. */
  async sweep(now: Date): Promise<number> {
    const { rowCount } = await this.pool.query(
      `with gone as (delete from card_number where expires_at <= $1 returning id)
       insert into erased_card (id, reason, erased_at) select id, 'expired', $1 from gone on conflict do nothing`,
      [now],
    );
    await this.pool.query(`delete from used_ticket where expires_at < $1::timestamptz - $2::interval`, [
      now,
      TICKETS_KEPT,
    ]);
    await this.pool.query(`delete from erased_card where erased_at < $1::timestamptz - $2::interval`, [
      now,
      ERASURES_KEPT,
    ]);
    return rowCount ?? 0;
  }

  /** Lets Postgres write over the place of what was deleted, and cuts the file's empty end off. */
  async vacuum(): Promise<void> {
    await this.pool.query('vacuum card_number');
  }

  /** True when the database answers. */
  async ping(): Promise<boolean> {
    return this.pool.query('select 1').then(
      () => true,
      () => false,
    );
  }

  private async whyNot(id: string, now: Date): Promise<Taken> {
    const { rows } = await this.pool.query<{ expired: boolean }>(
      'select expires_at <= $2 as expired from card_number where id = $1',
      [id, now],
    );
    if (rows[0]) return rows[0].expired ? { kind: 'erased', reason: 'expired' } : { kind: 'taken' };
    const erased = await this.pool.query<{ reason: Erasure }>(
      'select reason from erased_card where id = $1',
      [id],
    );
    return erased.rows[0] ? { kind: 'erased', reason: erased.rows[0].reason } : { kind: 'unknown' };
  }
}

function recordOf(row: Row): CardRecord {
  return {
    id: row.id,
    keyId: row.key_id,
    wrappedKey: row.wrapped_key,
    sealed: row.sealed,
    expiresAt: row.expires_at,
  };
}
