import type { Database, Statement } from './database';
import type { Claim, StepStore } from './interfaces/steps';

/** Whose steps: a payment's or a refund's. Table names are ours, never a caller's. */
export interface StepOwner<Row, Record> {
  /** `payment` or `refund`: the owner's table, which also names its steps' table and key. */
  table: 'payment' | 'refund';
  /** The select list that gives a `Row`, for an owner aliased `p`. */
  columns: string;
  recordOf(row: Row): Record;
}

interface ClaimRow {
  claimedAttempt: number | null;
  /** The step as it was when the statement began. */
  stepStatus: 'ready' | 'sent' | 'succeeded' | 'declined' | null;
  stepAttempt: number;
  sentMsAgo: number;
}

/** Taking, retaking and giving back the right to send a step. */
export function createStepStore<Step extends string, Row extends object, Record>(
  database: Database,
  owner: StepOwner<Row, Record>,
): StepStore<Step, Record> {
  const { claim, reclaim, unclaim } = statementsFor(owner.table, owner.columns);
  return {
    async claim(id, step, reference): Promise<Claim<Record>> {
      for (;;) {
        const [row] = await database.rows<ClaimRow & Row>(claim, [id, step, reference]);
        if (!row) throw new Error(`there is no ${owner.table} ${id} to claim ${step} of`);
        if (row.claimedAttempt !== null) return { kind: 'claimed', attempt: row.claimedAttempt };
        // Another took it after this statement's snapshot: look again.
        if (row.stepStatus === null || row.stepStatus === 'ready') continue;
        if (row.stepStatus !== 'sent') return { kind: 'settled', record: owner.recordOf(row) };
        const sentMsAgo = Math.max(0, Math.round(row.sentMsAgo));
        return { kind: 'sent', attempt: row.stepAttempt, sentMsAgo, record: owner.recordOf(row) };
      }
    },
    async reclaim(id, step, afterAttempt) {
      return (await database.rows(reclaim, [id, step, afterAttempt])).length > 0;
    },
    async unclaim(id, step, attempt) {
      await database.rows(unclaim, [id, step, attempt]);
    },
  };
}

/** Whoever inserts the intent or turns it from `ready` to `sent` has it; the row's lock lets one at a time try. */
function statementsFor(
  table: string,
  columns: string,
): { claim: Statement; reclaim: Statement; unclaim: Statement } {
  const [steps, key] = [`${table}_step`, `${table}_id`];
  return {
    claim: {
      name: `${table}-claim`,
      text: `
        with claimed as (
          insert into ${steps} as s (${key}, step, reference, status, attempt, sent_at)
          select id, $2, $3, 'sent', 1, now() from ${table} where id = $1
          on conflict (${key}, step) do update set status = 'sent', attempt = s.attempt + 1, sent_at = now()
            where s.status = 'ready'
          returning attempt
        )
        select c.attempt as "claimedAttempt", s.status as "stepStatus", s.attempt as "stepAttempt",
          extract(epoch from now() - s.sent_at)::float8 * 1000 as "sentMsAgo", ${columns}
        from ${table} p
        left join claimed c on true
        left join ${steps} s on s.${key} = p.id and s.step = $2
        where p.id = $1`,
    },
    reclaim: {
      name: `${table}-reclaim`,
      text: `
        update ${steps} set attempt = attempt + 1, sent_at = now()
        where ${key} = $1 and step = $2 and status = 'sent' and attempt = $3 returning attempt`,
    },
    unclaim: {
      name: `${table}-unclaim`,
      text: `
        update ${steps} set status = 'ready'
        where ${key} = $1 and step = $2 and status = 'sent' and attempt = $3`,
    },
  };
}
