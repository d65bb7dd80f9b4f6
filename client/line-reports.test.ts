import { LineReports } from './line-reports';

function reports() {
  const told: string[] = [];
  const clock = { now: 0 };
  const tell = async (acquirer: string): Promise<void> => void told.push(acquirer);
  return {
    told,
    clock,
    seen: new LineReports(
      () => 3,
      tell,
      () => clock.now,
    ),
  };
}

test('tells of so many failures in a row, and not of fewer', () => {
  const { told, seen } = reports();
  seen.failed('acme');
  seen.failed('acme');
  expect(told).toEqual([]);
  seen.failed('acme');
  expect(told).toEqual(['acme']);
});

test('an answer between them begins the count anew, for its own line', () => {
  const { told, seen } = reports();
  for (const acquirer of ['acme', 'acme', 'other', 'other', 'other']) seen.failed(acquirer);
  seen.answered('acme');
  seen.failed('acme');
  expect(told).toEqual(['other']);
});

test('does not tell the same again at once, and does later', () => {
  const { told, clock, seen } = reports();
  for (let count = 0; count < 10; count++) seen.failed('acme');
  expect(told).toHaveLength(1);
  clock.now = 6_000;
  seen.failed('acme');
  expect(told).toHaveLength(2);
});

test('what could not be told is told at the next failure', async () => {
  let tries = 0;
  const seen = new LineReports(
    () => 1,
    async () => {
      tries += 1;
      throw new Error('the engine is away');
    },
    () => 0,
  );
  seen.failed('acme');
  await Promise.resolve();
  await Promise.resolve();
  seen.failed('acme');
  expect(tries).toBe(2);
});
