import { receiptIn } from './receipts';

const facts = { amount: { value: 1050, currency: 'EUR' }, account: '+35799000001', paymentId: 'pay_1' };

test.each([
  [undefined, 'Payment received'],
  ['en-GB', 'Payment received'],
  ['RU', 'Платёж принят'],
  ['ru-RU', 'Платёж принят'],
  ['tlh', 'Payment received'],
])('a receipt in %p', (language, subject) => {
  const receipt = receiptIn(language, facts);
  expect(receipt.subject).toBe(subject);
  expect(receipt.text).toContain('10.50 EUR');
  expect(receipt.text).toContain('pay_1');
});
