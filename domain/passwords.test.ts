import { passwordFault } from './passwords';
import { FREE_SIGN_INS, LOCK_OUTS_MS, touchesAccess, USERNAME } from './users';

describe('a password', () => {
  it.each([
    ['eleven char', 'too_short'],
    ['шифр из слов', undefined],
    ['👍'.repeat(11), 'too_short'],
    [`${'👍'.repeat(11)}!`, undefined],
    ['ab'.repeat(128), undefined],
    ['ab'.repeat(129), 'too_long'],
    ['Olga.Petrova', 'is_username'],
    ['Password1234', 'too_common'],
    ['zzzzzzzzzzzz', 'too_common'],
    ['no digits, no capitals', undefined],
  ])('%s: %s', (password, fault) => {
    expect(passwordFault(password, 'olga.petrova')).toBe(fault);
  });
});

describe('a lock-out', () => {
  it('comes after the fifth wrong sign-in, and doubles up to an hour', () => {
    expect(FREE_SIGN_INS).toBe(5);
    expect(LOCK_OUTS_MS.map((ms) => ms / 60_000)).toEqual([0.5, 1, 2, 4, 8, 16, 32, 60]);
  });
});

describe('a user', () => {
  it('keeps their own access as it is', () => {
    for (const changes of [{ level: 'manager' as const }, { permissions: [] }, { disabled: false }]) {
      expect(touchesAccess(changes)).toBe(true);
    }
    expect(touchesAccess({ displayName: 'Olga', language: 'ru', locked: false })).toBe(false);
  });

  it.each([
    ['olga', true],
    ['o.petrova-2', true],
    ['o', false],
    ['-olga', false],
    ['Olga', false],
    ['olga petrova', false],
  ])('is called %s: %s', (name, fits) => expect(USERNAME.test(name)).toBe(fits));
});
