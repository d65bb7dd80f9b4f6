import { declined, succeeded, unknown } from '../domain/outcomes';
import { accountLookUp } from './accounts';

const EUR = (value: number) => succeeded({ value, currency: 'EUR' });
const ANNA = { by: 'msisdn', value: '+35799000001' } as const;
const found = succeeded({ accountId: '1', status: 'active' as const, currency: 'EUR', name: 'Anna' });
const biller = (changes: object = {}) =>
  accountLookUp(
    { identify: async () => found, balance: async () => EUR(-1050), debt: async () => EUR(1050), ...changes },
    1_000,
  );

describe('an account', () => {
  it('is shown with its balance and debt', async () => {
    expect(await biller()(ANNA)).toEqual({
      ...{ kind: 'found', accountId: '1', name: 'Anna', status: 'active' },
      ...{ balance: { value: -1050, currency: 'EUR' }, debt: { value: 1050, currency: 'EUR' } },
    });
  });

  it('is shown without what the biller does not say', async () => {
    const silent = {
      balance: async () => unknown('timeout'),
      debt: async () => declined('account_not_found'),
    };
    expect(await biller(silent)(ANNA)).toEqual({
      ...{ kind: 'found', accountId: '1', name: 'Anna', status: 'active' },
      ...{ balance: undefined, debt: undefined },
    });
  });

  it('may be nobody’s, or not be told', async () => {
    const nobody = { identify: async () => declined('account_not_found') };
    expect(await biller(nobody)(ANNA)).toEqual({ kind: 'not_found' });
    expect(await biller({ identify: async () => unknown('timeout') })(ANNA)).toEqual({ kind: 'unanswered' });
  });
});
