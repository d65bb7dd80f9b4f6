import { FakeUsers } from '../testing/fake-users';
import { personOf } from '../testing/people';
import { tokenHashOf } from './session-cookie';
import { Sessions } from './sessions';

const TIMES = { idleMs: 60_000, lifetimeMs: 600_000 };
const NOW = new Date();

it('does not remember what was asked before a session ended, and answered after it', async () => {
  const users = new FakeUsers(() => NOW);
  const { id, token } = await personOf(users, 'operator');
  const store = users.asSessionStore();
  const held = (await store.find(tokenHashOf(token), TIMES.idleMs))!;
  let answer = (_session: typeof held): void => undefined;
  const slow = { ...store, find: () => new Promise<typeof held>((resolve) => (answer = resolve)) };
  const sessions = new Sessions(slow, TIMES, () => NOW);
  const underWay = sessions.find(token);
  await sessions.endAll(id, { kind: 'user', id });
  answer(held);
  expect(await underWay).toBe(held);
  const again = sessions.find(token);
  answer(undefined as never);
  expect(await again).toBeUndefined();
});

it('keeps the sessions that there are in mind, whatever is made up', async () => {
  const users = new FakeUsers(() => NOW);
  const { token } = await personOf(users, 'operator');
  const sessions = new Sessions(users.asSessionStore(), TIMES, () => NOW);
  await sessions.find(token);
  for (let i = 0; i < 10_001; i++) await sessions.find(`made up ${i}`);
  const before = users.sessionLookUps;
  expect(await sessions.find(token)).toBeDefined();
  expect(users.sessionLookUps).toBe(before);
});
