import { UserNames } from './user-names';

let now = new Date();
const asked: (readonly string[])[] = [];
const users = {
  names: async (ids: readonly string[]) => {
    asked.push(ids);
    return new Map(ids.filter((id) => id !== 'usr_gone').map((id) => [id, `name of ${id}`]));
  },
};
const user = (id: string) => ({ kind: 'user', id }) as const;

it('names people only, looks each up once a minute, and shows who is unknown by the id', async () => {
  const names = new UserNames(users, () => now);
  const [olga, omar, gone] = [user('usr_1'), user('usr_2'), user('usr_gone')];
  const system = { kind: 'system', id: 'workflow' } as const;
  const shows = await names.viewing([olga, olga, system, undefined, gone]);
  expect(asked).toEqual([['usr_1', 'usr_gone']]);
  expect([olga, system, gone].map(shows)).toEqual([{ ...olga, name: 'name of usr_1' }, system, gone]);
  expect((await names.viewing([olga, omar, gone]))(omar)).toEqual({ ...omar, name: 'name of usr_2' });
  expect(asked.slice(1)).toEqual([['usr_2']]);
  now = new Date(now.getTime() + 61_000);
  await names.viewing([olga]);
  expect(asked.slice(2)).toEqual([['usr_1']]);
});
