import type { Step } from '../../domain/steps';
import type { Database, Statement } from '../database';
import type { Claim } from '../interfaces/payments';
import { PAYMENT_COLUMNS, recordOf, type PaymentRow } from './rows';

/** Whoever inserts the intent or turns it from `ready` to `sent` has it; the row's lock lets one at a time try. */
const CLAIM: Statement = {
  name: 'claim',
  text: `
    with claimed as (
      insert into payment_step as s (payment_id, step, reference, status, attempt, sent_at)
      select id, $2, $3, 'sent', 1, now() from payment where id = $1
      on conflict (payment_id, step) do update set status = 'sent', attempt = s.attempt + 1, sent_at = now()
        where s.status = 'ready'
      returning attempt
    )
    select c.attempt as "claimedAttempt", s.status as "stepStatus", s.attempt as "stepAttempt",
      extract(epoch from now() - s.sent_at)::float8 * 1000 as "sentMsAgo", ${PAYMENT_COLUMNS}
    from payment p
    left join claimed c on true
    left join payment_step s on s.payment_id = p.id and s.step = $2
    where p.id = $1`,
};

const RECLAIM: Statement = {
  name: 'reclaim',
  text: `
    update payment_step set attempt = attempt + 1, sent_at = now()
    where payment_id = $1 and step = $2 and status = 'sent' and attempt = $3 returning attempt`,
};

const UNCLAIM: Statement = {
  name: 'unclaim',
  text: `
    update payment_step set status = 'ready'
    where payment_id = $1 and step = $2 and status = 'sent' and attempt = $3`,
};

interface ClaimRow extends PaymentRow {
  claimedAttempt: number | null;
  /** The step as it was when the statement began. */
  stepStatus: 'ready' | 'sent' | 'succeeded' | 'declined' | null;
  stepAttempt: number;
  sentMsAgo: number;
}

export async function claim(database: Database, id: string, step: Step, reference: string): Promise<Claim> {
  for (;;) {
    const [row] = await database.rows<ClaimRow>(CLAIM, [id, step, reference]);
    if (!row) throw new Error(`there is no payment ${id} to claim ${step} of`);
    if (row.claimedAttempt !== null) return { kind: 'claimed', attempt: row.claimedAttempt };
    // Another took it after this statement's snapshot: look again.
    if (row.stepStatus === null || row.stepStatus === 'ready') continue;
    if (row.stepStatus !== 'sent') return { kind: 'settled', record: recordOf(row) };
    return { kind: 'sent', attempt: row.stepAttempt, sentMsAgo: Math.max(0, Math.round(row.sentMsAgo)) };
  }
}

export async function reclaim(database: Database, id: string, step: Step, after: number): Promise<boolean> {
  return (await database.rows(RECLAIM, [id, step, after])).length > 0;
}

export async function unclaim(database: Database, id: string, step: Step, attempt: number): Promise<void> {
  await database.rows(UNCLAIM, [id, step, attempt]);
}
