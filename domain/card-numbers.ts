const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi;
/** Hashes and the like: long, and with at least one letter. */
const LONG_HEX = /(?<![0-9a-z])(?=[0-9]*[a-f])[0-9a-f]{24,}(?![0-9a-z])/gi;
/** What stands between two digits of one number, as people write it: spaces, dashes of all kinds (with spaces around them), points, slashes. */
const APART = String.raw`[\s./_\p{Pd}\u2212]{0,3}`;
/** Two of them, or one and the number after it, would be as long as a card number. Without marks only where digits begin. */
const DATE = new RegExp(
  String.raw`(?<!\d)(?:(?:19|20)\d\d([./-])\d\d?\1\d\d?|\d\d?([./-])\d\d?\2(?:19|20)\d\d)(?!\d)` +
    String.raw`|(?<!\d${APART})20\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?!\d)`,
  'gu',
);

const SHORTEST = 13;
const LONGEST = 19;
const RUNS = runsOf(SHORTEST);
/** Long enough to be a good part of a card number. */
const LONG_RUNS = runsOf(12);

function runsOf(least: number): RegExp {
  return new RegExp(String.raw`\d(?:${APART}\d){${least - 1},}`, 'gu');
}

/**
 * What looks like a card number in a text, however it is written: 13 to 19 digits that begin as payment cards do and have a
 * good check digit, as digits only. UUIDs, hashes and dates are passed over, since one in some hundreds of them would be
 * taken for a card by chance; timestamps begin with 1, and no card does.
 */
export function cardNumbersIn(text: string): string[] {
  if (text.length < SHORTEST) return [];
  const searched = plain(text).replace(UUID, ' id ').replace(LONG_HEX, ' hash ').replace(DATE, 'date');
  return (searched.match(RUNS) ?? []).flatMap((run) =>
    placesIn(run).map(([from, to]) => run.slice(from, to).replace(/\D/g, '')),
  );
}

/** Replaces every suspected card number, for texts that we did not write and want to log. */
export function withoutCardNumbers(text: string): string {
  return plain(text).replace(RUNS, (run) =>
    placesIn(run).reduceRight((rest, [from, to]) => `${rest.slice(0, from)}[removed]${rest.slice(to)}`, run),
  );
}

/** Replaces every long number, whether it can be a card's or not, for texts of those who may say anything. */
export function withoutLongNumbers(text: string): string {
  return plain(text).replace(LONG_RUNS, '[digits]');
}

/** Digits of all scripts and hard spaces as the common ones, and nothing that can't be seen. */
function plain(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/\p{Cf}+/gu, '')
    .replace(/(?![0-9])\p{Nd}/gu, commonDigit);
}

/** Unicode has the ten digits of each script in a row, from zero on. */
function commonDigit(digit: string): string {
  const code = digit.codePointAt(0)!;
  let below = 0;
  while (/\p{Nd}/u.test(String.fromCodePoint(code - below - 1))) below += 1;
  return String(below % 10);
}

type Place = [from: number, to: number];

/** Where the card numbers of a run of digits are. Numbers beside them (an expiry date, an amount) may be in the run, too. */
function placesIn(run: string): Place[] {
  const groups = [...run.matchAll(/\d+/g)].map(({ 0: digits, index }) => ({ digits, index }));
  const places: Place[] = [];
  for (let first = 0; first < groups.length; first++) {
    const last = lastOfCard(groups, first);
    if (last === undefined) continue;
    const { digits, index } = groups[last]!;
    places.push([groups[first]!.index, index + digits.length]);
    first = last;
  }
  return places;
}

/**
 * The last group of a card number that begins with the group `first`. A whole run may be grouped in any way; for a part of
 * one the groups must be as printed on cards, as among many small numbers some would fit by chance.
 */
function lastOfCard(groups: { digits: string }[], first: number): number | undefined {
  let digits = '';
  let found: number | undefined;
  for (let last = first; last < groups.length && digits.length < LONGEST; last++) {
    const isWhole = first === 0 && last === groups.length - 1;
    const isPrinted = groups.slice(first, last).every((group) => group.digits.length >= 4);
    digits += groups[last]!.digits;
    if ((isWhole || isPrinted) && isCardNumber(digits)) found = last;
  }
  return found;
}

/** The first digit is the issuer's industry (ISO/IEC 7812-1): 2 to 6 are those of payment cards. */
function isCardNumber(digits: string): boolean {
  const { length } = digits;
  return length >= SHORTEST && length <= LONGEST && /^[2-6]/.test(digits) && hasGoodCheckDigit(digits);
}

/** ISO/IEC 7812-1 annex B (Luhn). */
function hasGoodCheckDigit(digits: string): boolean {
  let sum = 0;
  for (let i = 0; i < digits.length; i++) {
    const digit = digits.charCodeAt(digits.length - 1 - i) - 48;
    const doubled = i % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}
