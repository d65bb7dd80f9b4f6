import { createHash } from 'node:crypto';
import type { GrantedPermission, Level } from '../../domain/levels';
import type { Language } from '../../domain/users';
import type { Credentials, User } from '../interfaces/users';

/** The select list that gives `UserRow`s, for a user aliased `u`. */
export const USER_COLUMNS = `
  u.id, u.username, u.display_name as "displayName", u.level, u.permissions, u.language, u.disabled,
  u.password_hash as "passwordHash", u.password_change_required as "passwordChangeRequired",
  u.totp_secret as "totpSecret", u.totp_proposed as "totpProposed", u.totp_step as "totpStep",
  u.last_sign_in_at as "lastSignInAt", u.created_at as "createdAt", u.version,
  exists (select from sign_in_attempt a where a.locked_until > now()
    and a.name_hash = encode(sha256(convert_to(u.username, 'UTF8')), 'hex')) as locked`;

export interface UserRow {
  id: string;
  username: string;
  displayName: string;
  level: string;
  permissions: string[];
  language: string | null;
  disabled: boolean;
  passwordHash: string;
  passwordChangeRequired: boolean;
  totpSecret: string | null;
  totpProposed: string | null;
  totpStep: string | null;
  lastSignInAt: Date | null;
  createdAt: Date;
  version: number;
  locked: boolean;
}

export function userOf(row: UserRow): User {
  return {
    id: row.id,
    username: row.username,
    displayName: row.displayName,
    level: row.level as Level,
    permissions: row.permissions as GrantedPermission[],
    disabled: row.disabled,
    locked: row.locked,
    secondFactor: row.totpSecret !== null,
    passwordChangeRequired: row.passwordChangeRequired,
    ...(row.language !== null && { language: row.language as Language }),
    ...(row.lastSignInAt !== null && { lastSignInAt: row.lastSignInAt.toISOString() }),
    createdAt: row.createdAt.toISOString(),
    version: row.version,
  };
}

export function credentialsOf(row: UserRow): Credentials {
  const { totpSecret, totpProposed, totpStep } = row;
  return {
    user: userOf(row),
    passwordHash: row.passwordHash,
    secondFactor: {
      ...(totpSecret !== null && { secret: totpSecret }),
      ...(totpProposed !== null && { proposed: totpProposed }),
      ...(totpStep !== null && { lastStep: Number(totpStep) }),
    },
  };
}

/** A name as attempts are counted under. */
export const nameHash = (username: string): string => createHash('sha256').update(username).digest('hex');
