import { FakeAudit } from '../testing/fake-audit';
import { LogTail } from './log-tail';

let audit: FakeAudit;
let time: number;
let tail: LogTail;
beforeEach(() => {
  audit = new FakeAudit();
  time = 0;
  tail = new LogTail(audit, () => new Date(time));
});

const change = (id?: number) => audit.add({ object: { kind: 'payment', id: 'pay_1' }, type: 'x' }, id);
const next = async (): Promise<number[]> => (await tail.next()).map(({ id }) => id);

test('tells what appears after the beginning, once', async () => {
  change();
  await tail.begin();
  expect(await next()).toEqual([]);
  change();
  change();
  expect(await next()).toEqual([2, 3]);
  expect(await next()).toEqual([]);
});

test('tells an entry that commits late, once, in whatever order', async () => {
  await tail.begin();
  const [first, second, third] = [audit.draw(), audit.draw(), audit.draw()];
  change(third);
  expect(await next()).toEqual([third]);
  change(second);
  expect(await next()).toEqual([second]);
  change();
  change(first);
  expect(await next()).toEqual([first, 4]);
  expect(await next()).toEqual([]);
});

test('tells what was under way when it began', async () => {
  const late = audit.draw();
  change();
  await tail.begin();
  change(late);
  expect(await next()).toEqual([late]);
});

test('gives up what never comes', async () => {
  await tail.begin();
  const rolledBack = audit.draw();
  change();
  await next();
  time = 39_999;
  await next();
  time = 40_000;
  await next();
  change(rolledBack);
  expect(await next()).toEqual([]);
});

test('looks for a bounded number of ids, the newest', async () => {
  await tail.begin();
  for (let id = 0; id < 5000; id++) audit.draw();
  const top = change().id;
  await next();
  change(top - 2000);
  change(top - 2001);
  expect(await next()).toEqual([top - 2000]);
});

test('misses nothing of more than a page, and begins where that ends', async () => {
  await tail.begin();
  for (let id = 0; id < 2500; id++) change();
  expect([(await next()).length, (await next()).length, (await next()).length]).toEqual([1000, 1000, 500]);
  const later = new LogTail(audit, () => new Date(time));
  await later.begin();
  expect(await later.next()).toEqual([]);
});
