import { openTestStore, type TestStore } from '../testing/database';
import { FUNDED, play, receiveOne } from '../testing/fixtures';

let test: TestStore;
beforeEach(async () => void (test = await openTestStore()));
afterEach(() => test.close());

it('gives what was logged after a place, and whose payment it was', async () => {
  const { audit } = test.store;
  expect(await audit.newest()).toBe(0);
  const order = await receiveOne(test.store, { channel: 'ivr' });
  const place = await audit.newest();
  await play(test.store, order, FUNDED);
  await test.store.settings.change(0, { lines: { probeMs: 1 } }, { kind: 'user', id: 'usr_1' });
  expect(await audit.changesAfter(place, [], 10)).toEqual([
    {
      id: place + 1,
      object: { kind: 'payment', id: order.id },
      type: 'funding_succeeded',
      version: 2,
      channel: 'ivr',
    },
    { id: place + 2, object: { kind: 'settings', id: 'operating' }, type: 'settings_changed', version: 1 },
  ]);
  expect((await audit.changesAfter(0, [], 2)).map(({ id }) => id)).toEqual([place, place + 1]);
  expect(await audit.newest()).toBe(place + 2);
});

it('sees a late entry only once it has committed, and then below those seen before', async () => {
  const { audit } = test.store;
  const slow = await test.sql.connect();
  await slow.query('begin');
  const { rows } = await slow.query(
    `insert into audit_entry (actor_kind, actor_id, object_kind, object_id, type, data)
     values ('system', 'x', 'line', 'sandbox', 'down', '{}') returning id`,
  );
  const late = Number(rows[0].id);
  await receiveOne(test.store);
  const top = await audit.newest();
  expect((await audit.changesAfter(late - 1, [late], 10)).map(({ id }) => id)).toEqual([top]);
  await slow.query('commit');
  slow.release();
  expect((await audit.changesAfter(top, [late, late + 100], 10)).map(({ id }) => id)).toEqual([late]);
});
