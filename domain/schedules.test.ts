import {
  INQUIRY_SCHEDULE,
  LATE_RESULT_SCHEDULE,
  LONGEST_RETRY_AFTER,
  WEBHOOK_SCHEDULE,
  webhookWait,
} from './schedules';

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

describe('a webhook', () => {
  const wait = (...of: [id: string, tries: number, retryAfter?: number]) =>
    webhookWait(WEBHOOK_SCHEDULE, ...of);
  const all = (id: string) => WEBHOOK_SCHEDULE.map((_wait, index) => wait(id, index + 1)!);
  const hour = 3600 * 1000;

  test('is tried at least 16 times over at least 24 hours', () => {
    const waits = all('whd_1');
    expect(waits.length + 1).toBeGreaterThanOrEqual(16);
    expect(waits.reduce((sum, wait) => sum + wait, 0)).toBeGreaterThanOrEqual(24 * hour);
    expect(wait('whd_1', waits.length + 1)).toBeUndefined();
  });

  test('waits the same each time it is computed, a little longer than others, and never less than the schedule', () => {
    expect(all('whd_1')).toEqual(all('whd_1'));
    expect(all('whd_1')).not.toEqual(all('whd_2'));
    for (const [index, waited] of all('whd_2').entries()) {
      expect(waited).toBeGreaterThanOrEqual(WEBHOOK_SCHEDULE[index]!);
      expect(waited).toBeLessThanOrEqual(WEBHOOK_SCHEDULE[index]! * 1.1);
    }
  });

  test('waits as long as its receiver asks for, within reason, and not less for it', () => {
    expect(wait('whd_1', 1, 10 * 60_000)).toBe(10 * 60_000);
    expect(wait('whd_1', 1, 1000 * hour)).toBe(LONGEST_RETRY_AFTER);
    expect(wait('whd_1', 16, 1000)).toBe(wait('whd_1', 16));
    expect(wait('whd_1', 17, 1000)).toBeUndefined();
  });

  test('goes by the schedule that it is given', () => {
    expect(webhookWait([60_000], 'whd_1', 1)).toBeGreaterThanOrEqual(60_000);
    expect(webhookWait([60_000], 'whd_1', 2)).toBeUndefined();
  });
});
