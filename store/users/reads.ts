import type { Database, Statement } from '../database';
import type { KeysetPage } from '../interfaces/reading';
import type { User } from '../interfaces/users';
import { readCursor, writeCursor } from '../cursor';
import { USER_COLUMNS, userOf, type UserRow } from './rows';

/** The most that one page holds, whatever is asked for. */
const MAX_PAGE = 1000;

const BY_ID: Statement = {
  name: 'user-by-id',
  text: `select ${USER_COLUMNS} from app_user u where u.id = $1`,
};

const BY_NAME: Statement = {
  name: 'user-by-name',
  text: `select ${USER_COLUMNS} from app_user u where u.username = $1`,
};

const LIST: Statement = {
  name: 'users',
  text: `
    select ${USER_COLUMNS} from app_user u
    where (u.created_at, u.id) < (coalesce($1::timestamptz, 'infinity'), coalesce($2::text, ''))
    order by u.created_at desc, u.id desc limit $3`,
};

const NAMES: Statement = {
  name: 'user-names',
  text: 'select id, display_name as name from app_user where id = any($1)',
};

export async function userById(database: Database, id: string): Promise<User | undefined> {
  const [row] = await database.rows<UserRow>(BY_ID, [id]);
  return row && userOf(row);
}

export async function userByName(database: Database, username: string): Promise<User | undefined> {
  const [row] = await database.rows<UserRow>(BY_NAME, [username]);
  return row && userOf(row);
}

export async function list(
  database: Database,
  page: { cursor?: string; limit: number },
): Promise<KeysetPage<User>> {
  const limit = Math.min(page.limit, MAX_PAGE);
  const place = page.cursor === undefined ? undefined : readCursor(page.cursor);
  const rows = await database.rows<UserRow>(LIST, [
    ...[place?.createdAt.toISOString() ?? null, place?.id ?? null],
    limit + 1,
  ]);
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items: items.map(userOf), ...(rows.length > limit && last && { cursor: writeCursor(last) }) };
}

export async function names(database: Database, ids: readonly string[]): Promise<Map<string, string>> {
  const rows = await database.rows<{ id: string; name: string }>(NAMES, [ids]);
  return new Map(rows.map(({ id, name }) => [id, name]));
}
