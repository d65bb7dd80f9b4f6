import { STEPS, paymentOf, referenceOf } from './steps';

const id = 'pay_01JD0000000000000000000000';

test('a reference comes from the payment and the step alone, and leads back to the payment', () => {
  for (const step of STEPS) {
    expect(referenceOf(id, step)).toBe(referenceOf(id, step));
    expect(paymentOf(referenceOf(id, step))).toBe(id);
  }
});

test('the hosted page and direct funding share a reference, the others have one each', () => {
  expect(referenceOf(id, 'open_page')).toBe(referenceOf(id, 'fund'));
  expect(new Set(STEPS.map((step) => referenceOf(id, step))).size).toBe(STEPS.length - 1);
});

test.each(['', 'pay_1.fund', `${id}.unknown`, `x${id}.fund`, `${id}.fund.fund`, id])(
  '%p is not ours',
  (text) => {
    expect(paymentOf(text)).toBeUndefined();
  },
);
