import type { PoolClient } from 'pg';
import type { Database, Statement } from '../database';
import type { AuditVerification, SealMark } from '../interfaces/audit';

const LAST: Statement = {
  name: 'audit-last-seal',
  text: 'select number, hash from audit_seal order by number desc limit 1',
};

interface MarkRow {
  number: string;
  hash: Buffer;
}

const markOf = (row: MarkRow | undefined): SealMark | undefined =>
  row && { number: Number(row.number), hash: row.hash.toString('hex') };

export async function lastSeal(database: Database): Promise<SealMark | undefined> {
  return markOf((await database.rows<MarkRow>(LAST, []))[0]);
}

/** The newest seal as a survey sees it, and what became there of the one that is expected. */
export async function marks(
  client: PoolClient,
  expected: SealMark | undefined,
): Promise<Pick<AuditVerification, 'lastSeal' | 'expectedSeal'>> {
  const last = markOf((await client.query<MarkRow>(LAST.text)).rows[0]);
  return {
    ...(last && { lastSeal: last }),
    ...(expected && { expectedSeal: await becameOf(client, expected) }),
  };
}

async function becameOf(
  client: PoolClient,
  { number, hash }: SealMark,
): Promise<'found' | 'missing' | 'differs'> {
  const { rows } = await client.query<MarkRow>('select number, hash from audit_seal where number = $1', [
    number,
  ]);
  const there = markOf(rows[0]);
  if (!there) return 'missing';
  return there.hash === hash ? 'found' : 'differs';
}
