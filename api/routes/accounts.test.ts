import type { FoundAccount } from '../deps';
import { startApi } from '../testing/api';
import type { TestApi } from '../testing/api';

let api: TestApi;
let found: FoundAccount;
const asked: unknown[] = [];
beforeAll(async () => {
  api = await startApi({
    lookUpAccount: async (account) => {
      asked.push(account);
      return found;
    },
  });
});
afterAll(() => api.close());

const look = async (query: string) =>
  api.send('GET', `/v1/accounts?${query}`, { as: await api.person('operator') });
const OWES = { value: -1050, currency: 'EUR' };

describe('looking an account up', () => {
  it('says whose it is, and how it stands', async () => {
    found = {
      ...{ kind: 'found', accountId: '100001', name: 'Anna', status: 'active' },
      ...{ balance: OWES, debt: { value: 1050, currency: 'EUR' } },
    };
    const { json } = await look('by=msisdn&value=%2B357 99 000001');
    expect(json).toEqual({
      ...{ accountId: '100001', by: 'msisdn', value: '+35799000001', name: 'Anna', status: 'active' },
      ...{ balance: OWES, debt: { value: 1050, currency: 'EUR' } },
    });
    expect(asked.at(-1)).toEqual({ by: 'msisdn', value: '+35799000001' });
  });

  it('takes a plus that was not encoded', async () => {
    await look('by=msisdn&value=+35799000001');
    expect(asked.at(-1)).toEqual({ by: 'msisdn', value: '+35799000001' });
  });

  it('leaves out what the biller does not say', async () => {
    found = { kind: 'found', accountId: '100001', status: 'closed' };
    expect((await look('by=contract&value=C100001')).json).toEqual({
      ...{ accountId: '100001', by: 'contract', value: 'C100001', status: 'closed' },
    });
  });

  it.each([
    ['by=msisdn&value=17', 'value', 'msisdn_invalid'],
    ['by=msisdn', 'value', 'required'],
    ['by=name&value=Anna', 'by', 'not_allowed_value'],
    ['by=account&value=1%0A2', 'value', 'control_characters'],
  ])('refuses %s', async (query, path, code) => {
    expect((await look(query)).json).toMatchObject({ code: 'validation_failed', errors: [{ path, code }] });
  });
});
