import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { openTestStore, type TestStore } from '../testing/database';
import { ADMINISTRATOR, aUser } from '../testing/people';
import { BEGUN } from './begun';

let test: TestStore;
beforeAll(async () => {
  test = await openTestStore();
  // As the sequence, but only for a transaction that has an id.
  await test.sql.query(`
    create function next_of_begun() returns bigint language plpgsql as $$
    begin
      if pg_current_xact_id_if_assigned() is null then raise 'drawn by a transaction without an id'; end if;
      return nextval('audit_entry_id_seq');
    end $$;
    alter table audit_entry alter column id set default next_of_begun()`);
});
afterAll(() => test.close());

describe('an entry’s id is drawn by a transaction that has one of its own', () => {
  it('where nothing else gives it one', async () => {
    const user = await aUser(test);
    const { audit, users, sessions } = test.store;
    await audit.note({ actor: ADMINISTRATOR, object: { kind: 'audit', id: 'log' }, type: 'x', data: {} });
    await users.logSignIn('sign_in_refused', user.id, {});
    expect(await sessions.endAll(user.id, ADMINISTRATOR)).toBe(true);
    const { rows } = await test.sql.query('select type from audit_entry order by id');
    expect(rows.map(({ type }) => type)).toEqual(['created', 'x', 'sign_in_refused', 'signed_out']);
  });

  it.each(statements())('in each statement of the store: %s', (_where, statement) => {
    // Up to its own end, and without what its values are looked up in: that may be after the id is drawn.
    const [insert] = /insert into audit_entry[^)]*\)[^]*?(?=\n\s*\)|$)/.exec(statement)!;
    const rows = insert.replace(/\(select (?!from\b)[^]*?\bfrom \w+/g, '');
    const readFrom = [...rows.matchAll(/\bfrom (\w+)(?:, (\w+))?/g)].flatMap(([, ...names]) => names);
    const writing = [...statement.matchAll(/(\w+) as \(\s*(?:insert|update|delete)\b/g)].map(
      ([, name]) => name,
    );
    const begins = insert.includes('begun') && insert.includes('xact is not null');
    expect(begins || readFrom.some((name) => writing.includes(name))).toBe(true);
  });
});

/** Every text of SQL in the store that writes an entry, and where it stands. */
function statements(): [where: string, statement: string][] {
  const folder = path.join(__dirname, '..');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  const sources = files.filter((file) => /^(?!generated|testing).*(?<!\.test)\.ts$/.test(file));
  return sources.flatMap((file) => {
    const source = readFileSync(path.join(folder, file), 'utf8').replaceAll('${BEGUN}', BEGUN);
    const texts = [...source.matchAll(/insert into audit_entry/g)].map(({ index }) =>
      textAround(source, index),
    );
    return texts.map((text): [string, string] => [file, text]);
  });
}

function textAround(source: string, index: number): string {
  return source.slice(source.lastIndexOf('`', index) + 1, (source + '`').indexOf('`', index));
}
