import { GRANTED_PERMISSIONS, LEVELS, scopesOf } from './levels';
import { SCOPES } from './scopes';

describe('what the levels may do', () => {
  it('SWI-2 an operator takes payments and asks for refunds, and decides nothing', () => {
    const scopes = scopesOf('operator');
    expect(scopes).toEqual(expect.arrayContaining(['payments:create', 'refunds:request']));
    for (const scope of ['refunds:decide', 'payments:resolve', 'settings:write', 'users:write'] as const) {
      expect(scopes).not.toContain(scope);
    }
  });

  it('SWI-2 a manager decides refunds and changes no setting', () => {
    expect(scopesOf('manager')).toEqual(expect.arrayContaining([...scopesOf('operator'), 'refunds:decide']));
    expect(scopesOf('manager')).not.toContain('settings:write');
  });

  it('SWI-2 an administrator changes settings and users', () => {
    expect(scopesOf('administrator')).toEqual(
      expect.arrayContaining([...scopesOf('manager'), 'settings:write', 'users:write']),
    );
  });

  it.each(LEVELS)('SWI-6 batching is granted to a person, not to the level %s', (level) => {
    expect(scopesOf(level)).not.toContain('payments:batch');
    expect(scopesOf(level, ['payments:batch'])).toContain('payments:batch');
  });

  it('leave no scope that nobody can have', () => {
    const reachable = scopesOf('administrator', GRANTED_PERMISSIONS);
    expect([...SCOPES].filter((scope) => !reachable.includes(scope))).toEqual([]);
  });
});
