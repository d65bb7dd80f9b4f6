import * as currencies from 'dinero.js/currencies';
import { exponentOf } from '../domain/money';
import { NotMoney, formatMoney, formatUnits, parseMoney } from './money';

describe('money as a person types it', () => {
  it.each([
    ['10.50', 'EUR', 1050],
    ['10.5', 'EUR', 1050],
    ['10', 'EUR', 1000],
    ['0.07', 'EUR', 7],
    ['007', 'EUR', 700],
    ['10', 'JPY', 10],
    ['1.234', 'KWD', 1234],
    ['0.001', 'KWD', 1],
    // Through a float it would be 113.
    ['1.14', 'EUR', 114],
    ['90071992547409.91', 'EUR', 9007199254740991],
  ])('reads %s %s as %d minor units', (text, currency, value) => {
    expect(parseMoney(text, currency)).toEqual({ value, currency });
  });

  it.each([
    ['10.5', 'JPY', /JPY has no decimals/],
    ['10.505', 'EUR', /EUR has at most 2 decimals/],
    ['10,50', 'EUR', /with a point/],
    ['-1', 'EUR', /expected digits/],
    ['1e3', 'EUR', /expected digits/],
    ['', 'EUR', /expected digits/],
    ['.5', 'EUR', /expected digits/],
    ['5.', 'EUR', /expected digits/],
    [' 5', 'EUR', /expected digits/],
    ['٥', 'EUR', /expected digits/],
    ['0.00', 'EUR', /nothing/],
    ['90071992547409.92', 'EUR', /too large/],
    ['10', 'eur', /--currency/],
    ['10', 'XYZ', /--currency/],
  ])('refuses %j %s', (text, currency, reason) => {
    expect(() => parseMoney(text, currency)).toThrow(NotMoney);
    expect(() => parseMoney(text, currency)).toThrow(reason);
  });

  it('shows what it reads', () => {
    expect(formatMoney({ value: 1050, currency: 'EUR' })).toBe('10.50 EUR');
    expect(formatMoney({ value: 7, currency: 'EUR' })).toBe('0.07 EUR');
    expect(formatMoney({ value: 10, currency: 'JPY' })).toBe('10 JPY');
    expect(formatMoney({ value: 1234, currency: 'KWD' })).toBe('1.234 KWD');
  });

  it('has the decimals that the API has', () => {
    for (const { code } of Object.values(currencies)) {
      expect(formatUnits('1', code)).toBe((10 ** -exponentOf(code)!).toFixed(exponentOf(code)));
    }
    expect(formatMoney({ value: 1050, currency: 'MGA' })).toBe('10.50 MGA');
    expect(parseMoney('0.07', 'MRU')).toEqual({ value: 7, currency: 'MRU' });
  });

  it('shows sums that no number holds', () => {
    expect(formatUnits('-123456789012345678901', 'EUR')).toBe('-1234567890123456789.01');
  });
});
