import { randomBytes } from 'node:crypto';

/** An unguessable id with a prefix that says what it names: `ses_5f0c…`. */
export function newId(prefix: string): string {
  return `${prefix}_${randomBytes(12).toString('hex')}`;
}
