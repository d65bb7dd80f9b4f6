import {
  DEFAULT_OPERATING_SETTINGS as DEFAULTS,
  differenceOf,
  limitMissed,
  ownSchedule,
  withChanges,
} from './operating-settings';

const limits = {
  payment: [
    { currency: 'EUR', min: 100, max: 5000 },
    { currency: 'JPY', max: 10 },
  ],
};

test('a change replaces its fields whole and leaves the others', () => {
  const changed = withChanges(DEFAULTS, { limits, expiry: { hostedPageMs: 1000 } });
  expect(changed.limits).toEqual(limits);
  expect(changed.expiry).toEqual({ ...DEFAULTS.expiry, hostedPageMs: 1000 });
  expect(withChanges(changed, { limits: { payment: [] } }).limits).toEqual({ payment: [] });
  expect(changed.lines).toEqual(DEFAULTS.lines);
});

test('a difference is what really changes, before and after', () => {
  const changes = { expiry: { ...DEFAULTS.expiry, hostedPageMs: 1000 }, refunds: { ...DEFAULTS.refunds } };
  expect(differenceOf(DEFAULTS, changes)).toEqual({
    before: { expiry: { hostedPageMs: DEFAULTS.expiry.hostedPageMs } },
    after: { expiry: { hostedPageMs: 1000 } },
  });
});

test('there is none where all is as it was, in whatever order it is written', () => {
  const set = withChanges(DEFAULTS, { limits });
  const again = {
    payment: [
      { max: 5000, min: 100, currency: 'EUR' },
      { max: 10, currency: 'JPY' },
    ],
  };
  expect(differenceOf(set, { limits: again })).toBeUndefined();
  expect(differenceOf(set, {})).toBeUndefined();
  expect(differenceOf(set, { limits: { payment: again.payment.slice(0, 1) } })).toBeDefined();
});

test.each([
  [{ value: 100, currency: 'EUR' }, false],
  [{ value: 99, currency: 'EUR' }, true],
  [{ value: 5000, currency: 'EUR' }, false],
  [{ value: 5001, currency: 'EUR' }, true],
  [{ value: 1, currency: 'JPY' }, false],
  [{ value: 11, currency: 'JPY' }, true],
  [{ value: 1_000_000, currency: 'USD' }, false],
])('%j misses its limits: %p', (amount, misses) => {
  expect(limitMissed(withChanges(DEFAULTS, { limits }), amount) !== undefined).toBe(misses);
});

test('a workflow is told its schedule only where it is another one', () => {
  expect(ownSchedule(DEFAULTS, 'inquiryMs')).toBeUndefined();
  const again = withChanges(DEFAULTS, { retries: { inquiryMs: [...DEFAULTS.retries.inquiryMs] } });
  expect(ownSchedule(again, 'inquiryMs')).toBeUndefined();
  const own = withChanges(DEFAULTS, { retries: { inquiryMs: [1000], lateResultMs: [2000] } });
  expect(ownSchedule(own, 'inquiryMs')).toEqual([1000]);
  expect(ownSchedule(own, 'lateResultMs')).toEqual([2000]);
});
