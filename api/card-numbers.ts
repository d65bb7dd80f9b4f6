const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi;
/** Hashes and the like: long, and with at least one letter. */
const LONG_HEX = /(?<![0-9a-z])(?=[0-9]*[a-f])[0-9a-f]{24,}(?![0-9a-z])/gi;
/** 13 to 19 digits in a row, or in groups as printed on a card, with digits on neither side. */
const DIGITS = /(?<!\d)(?:\d{13,19}|\d{4}([ .-])\d{4}\1\d{4}\1\d{1,7}|\d{4}([ .-])\d{6}\2\d{4,5})(?!\d)/g;

/**
 * What looks like a card number in a text: 13 to 19 digits that begin as payment cards do and have a good check digit, as
 * digits only. UUIDs and hashes are passed over, since one in some hundreds of them would be taken for a card by chance;
 * timestamps begin with 1, and no card does.
 */
export function cardNumbersIn(text: string): string[] {
  if (text.length < 13) return [];
  const searched = text.normalize('NFKC').replace(UUID, ' ').replace(LONG_HEX, ' ');
  return (searched.match(DIGITS) ?? []).map((run) => run.replace(/\D/g, '')).filter(isCardNumber);
}

/** Replaces every suspected card number, for texts that we did not write and want to log. */
export function withoutCardNumbers(text: string): string {
  return text
    .normalize('NFKC')
    .replace(DIGITS, (run) => (isCardNumber(run.replace(/\D/g, '')) ? '[removed]' : run));
}

/** The first digit is the issuer's industry (ISO/IEC 7812-1): 2 to 6 are those of payment cards. */
function isCardNumber(digits: string): boolean {
  return /^[2-6]/.test(digits) && hasGoodCheckDigit(digits);
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
