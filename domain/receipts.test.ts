import { badPlaceholder, DEFAULT_TEXTS, messageIn } from './receipts';

const facts = { amount: { value: 1050, currency: 'EUR' }, account: '+35799000001', paymentId: 'pay_1' };

test.each([
  [undefined, 'Payment received'],
  ['en-GB', 'Payment received'],
  ['RU', 'Платёж принят'],
  ['ru-RU', 'Платёж принят'],
  ['tlh', 'Payment received'],
  ['constructor', 'Payment received'],
])('a receipt in %p', (language, subject) => {
  const receipt = messageIn(DEFAULT_TEXTS.receipt, language, facts);
  expect(receipt.subject).toBe(subject);
  expect(receipt.text).toContain('10.50 EUR');
  expect(receipt.text).toContain('+35799000001');
  expect(receipt.text).toContain('pay_1');
});

test('what stands for a placeholder is not read again', () => {
  const texts = { en: { subject: '{id}', text: '{account} {amount} {amount}' } };
  expect(messageIn(texts, 'en', { ...facts, account: '{id}' })).toEqual({
    subject: 'pay_1',
    text: '{id} 10.50 EUR 10.50 EUR',
  });
});

test.each([
  ['Paid {amount} to {account}, {id}', undefined],
  ['no placeholder', undefined],
  ['{sum} paid', '{sum}'],
  ['{amount', '{amount'],
  ['amount}', '}'],
  ['{ amount }', '{ amount }'],
  ['{{id}}', '{}'],
])('in %p the first bad placeholder is %p', (text, bad) => {
  expect(badPlaceholder(text)).toBe(bad);
});

test.each(['receipt', 'refund'] as const)('every default text of a %s has good placeholders', (kind) => {
  for (const { subject, text } of Object.values(DEFAULT_TEXTS[kind])) {
    expect([badPlaceholder(subject), badPlaceholder(text)]).toEqual([undefined, undefined]);
  }
});
