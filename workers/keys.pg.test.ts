import { createHash } from 'node:crypto';
import { count, openTestStore, type TestStore } from '../store/testing/database';
import { keysProgram } from './keys';

let test: TestStore;
let said: string[];
beforeEach(async () => {
  test = await openTestStore();
  said = [];
});
afterEach(() => test.close());

const run = async (...args: string[]): Promise<string> => {
  const before = said.length;
  const program = keysProgram({
    channels: test.store.channels,
    user: 'ada',
    out: (text) => void said.push(text),
  });
  for (const command of [program, ...program.commands]) {
    command.exitOverride().configureOutput({ writeErr: () => undefined });
  }
  await program.parseAsync(args, { from: 'user' });
  return said.slice(before).join('\n');
};
const grant = async (channel: string, scopes = 'payments:create,payments:read') =>
  JSON.parse(await run('grant', '--channel', channel, '--scopes', scopes, '--json')) as {
    key: string;
    keyHash: string;
  };
const hashOf = (key: string) => createHash('sha256').update(key).digest('hex');
const channelOf = (key: string) => test.store.channels.findByKeyHash(hashOf(key));
const log = async () =>
  (await test.sql.query('select actor_kind, actor_id, object_id, type, data from audit_entry order by id'))
    .rows;

describe('granting', () => {
  it('shows a new key, which lets the channel in', async () => {
    const text = await run('grant', '--channel', 'selfcare', '--scopes', 'payments:create, payments:read');
    const key = /^ {2}(tf_[\w-]{43})$/m.exec(text)?.[1];
    expect(await channelOf(key!)).toEqual({ id: 'selfcare', scopes: ['payments:create', 'payments:read'] });
  });

  it('keeps the hash alone: the key is neither in the database nor shown again', async () => {
    const { key, keyHash } = await grant('selfcare');
    expect(keyHash).toBe(hashOf(key));
    const { rows } = await test.sql.query('select k.*, e.* from api_key k, audit_entry e');
    expect(rows).toHaveLength(1);
    expect(JSON.stringify(rows) + (await run('list')) + (await run('list', '--json'))).not.toContain(key);
  });

  it('adds a key each time, with the scopes last given', async () => {
    const [first, second] = [await grant('ivr'), await grant('ivr', 'payments:read')];
    expect(second.key).not.toBe(first.key);
    expect(await channelOf(first.key)).toEqual({ id: 'ivr', scopes: ['payments:read'] });
    expect(await channelOf(second.key)).toEqual({ id: 'ivr', scopes: ['payments:read'] });
  });

  it.each([
    ['an unknown scope', ['--channel', 'ivr', '--scopes', 'payments:create,everything']],
    ['no scope', ['--channel', 'ivr', '--scopes', '']],
    ['a channel that is no id', ['--channel', 'i v r', '--scopes', 'payments:read']],
    ['the console', ['--channel', 'console', '--scopes', 'payments:read']],
    ['no channel', ['--scopes', 'payments:read']],
  ])('of %s is refused', async (_what, args) => {
    await expect(run('grant', ...args)).rejects.toThrow();
    expect(await count(test.sql, 'channel')).toBe(0);
  });
});

describe('revoking', () => {
  it('of a channel withdraws all its keys, and nobody else’s', async () => {
    const [one, two, other] = [await grant('ivr'), await grant('ivr'), await grant('shop')];
    const text = await run('revoke', '--channel', 'ivr');
    expect(text).toContain(one.keyHash.slice(0, 12));
    expect(text).toContain(two.keyHash.slice(0, 12));
    expect(await channelOf(one.key)).toBeUndefined();
    expect(await channelOf(two.key)).toBeUndefined();
    expect(await channelOf(other.key)).toMatchObject({ id: 'shop' });
  });

  it('of a key, named by what the list shows, withdraws that one', async () => {
    const [one, two] = [await grant('ivr'), await grant('ivr')];
    const shown = (await run('list')).match(/^ {2}[0-9a-f]{12}/gm)!.map((text) => text.trim());
    expect(shown.sort()).toEqual([one, two].map(({ keyHash }) => keyHash.slice(0, 12)).sort());
    await run('revoke', '--key-hash', one.keyHash.slice(0, 12));
    expect(await channelOf(one.key)).toBeUndefined();
    expect(await channelOf(two.key)).toMatchObject({ id: 'ivr' });
    expect(await run('list')).toMatch(new RegExp(`${one.keyHash.slice(0, 12)}.*withdrawn`));
  });

  it('is in the log with who did it, once', async () => {
    const { keyHash } = await grant('ivr');
    await run('revoke', '--channel', 'ivr');
    await expect(run('revoke', '--channel', 'ivr')).rejects.toThrow('no such key');
    const who = { actor_kind: 'user', actor_id: 'ada', object_id: 'ivr' };
    expect(await log()).toEqual([
      expect.objectContaining({ ...who, type: 'granted' }),
      { ...who, type: 'revoked', data: { keyHashes: [keyHash.slice(0, 12)] } },
    ]);
  });

  it.each([
    [[]],
    [['--channel', 'ivr', '--key-hash', 'a'.repeat(64)]],
    [['--key-hash', 'a%']],
    [['--key-hash', '']],
  ])('of %j is refused and withdraws nothing', async (args) => {
    const { key } = await grant('ivr');
    await expect(run('revoke', ...args)).rejects.toThrow();
    expect(await channelOf(key)).toMatchObject({ id: 'ivr' });
  });
});
