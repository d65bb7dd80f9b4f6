import { Problem } from '../http/problems';
import { route } from '../http/route';
import { accountQuery, accountView } from '../schemas/accounts';
import { accountSchema } from '../schemas/requests';
import { parseWith } from '../http/validation';

export const findAccount = route({
  method: 'get',
  path: '/v1/accounts',
  permission: 'accounts:read',
  operationId: 'findAccount',
  tag: 'Accounts',
  summary: 'Look an account up at the biller',
  description: '`balance` and `debt` are left out where the biller does not say them.',
  request: { query: accountQuery },
  responses: { 200: { description: 'Whose it is, and how it stands', schema: accountView } },
  problems: ['account_not_found', 'biller_unanswered'],
  async handle({ deps, query }) {
    const account = parseWith(accountSchema, query);
    const found = await deps.lookUpAccount(account);
    switch (found.kind) {
      case 'found': {
        const { accountId, name, status, balance, debt } = found;
        return { status: 200, json: { accountId, ...account, name, status, balance, debt } };
      }
      case 'not_found':
        throw new Problem('account_not_found');
      case 'unanswered':
        throw new Problem('biller_unanswered', { headers: { 'Retry-After': '2' } });
    }
  },
});
