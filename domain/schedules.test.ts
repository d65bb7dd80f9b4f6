import { INQUIRY_SCHEDULE, LATE_RESULT_SCHEDULE } from './schedules';

test.each([
  ['inquiries', INQUIRY_SCHEDULE],
  ['looks for a late result', LATE_RESULT_SCHEDULE],
])('%s come at intervals that never shrink', (_name, schedule) => {
  expect([...schedule].sort((a, b) => a - b)).toEqual(schedule);
});

test('an unknown outcome is asked about within seconds and for days', () => {
  const day = 24 * 3600 * 1000;
  expect(INQUIRY_SCHEDULE[0]).toBeLessThanOrEqual(5000);
  expect(INQUIRY_SCHEDULE.reduce((sum, wait) => sum + wait, 0)).toBeGreaterThan(3 * day);
});
