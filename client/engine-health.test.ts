import { QueueWatch } from './engine-health';

test('the server is asked about its queues once in a while, however often we are', async () => {
  let [now, asked] = [0, 0];
  const watch = new QueueWatch(
    async () => ({ payments: (asked += 1) > 1 }),
    3000,
    () => now,
  );
  const looks = await Promise.all([watch.look(), watch.look()]);
  now = 2999;
  expect([...looks, await watch.look()]).toEqual(Array(3).fill({ payments: false }));
  now = 3000;
  expect(await watch.look()).toEqual({ payments: true });
  expect(asked).toBe(2);
});
