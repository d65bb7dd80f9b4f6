import { withEmulator } from './stripe-emulators';

/** What becomes of the tests against an emulator that was found here, or nowhere. */
function tried(program: string | undefined, inCi: boolean) {
  const seen = {
    defined: [] as string[],
    skipped: [] as string[],
    warnings: [] as string[],
    failing: [] as (() => void)[],
  };
  withEmulator('localstripe', program, inCi, (found) => void seen.defined.push(found), {
    test: (_name, body) => void seen.failing.push(body),
    skip: (name) => void seen.skipped.push(name),
    warn: (text) => void seen.warnings.push(text),
  });
  return seen;
}

test.each([true, false])('an emulator that is there is tested against (in CI: %s)', (inCi) => {
  const seen = tried('/bin/localstripe', inCi);
  expect(seen).toEqual({ defined: ['/bin/localstripe'], skipped: [], warnings: [], failing: [] });
});

test('where it can’t be had, its tests are skipped, and loudly', () => {
  const { defined, skipped, warnings, failing } = tried(undefined, false);
  expect([defined, failing]).toEqual([[], []]);
  expect(skipped).toEqual(['tests against localstripe']);
  expect(warnings).toEqual([expect.stringMatching(/^SKIPPED: localstripe .*nothing is tested against it/)]);
});

test('in CI they fail instead', () => {
  const { defined, skipped, warnings, failing } = tried(undefined, true);
  expect([defined, skipped, warnings]).toEqual([[], [], []]);
  expect(failing).toHaveLength(1);
  expect(failing[0]).toThrow('localstripe could be neither found nor installed');
});
