const SHORTEST = 12;
const LONGEST = 19;

export const digitsOf = (text: string): string => text.replace(/\D/g, '').slice(0, LONGEST);

/** As it is printed: in fours, and an American Express card's as 4, 6 and 5. */
export function grouped(digits: string): string {
  const groups = /^3[47]/.test(digits)
    ? [digits.slice(0, 4), digits.slice(4, 10), digits.slice(10)]
    : (digits.match(/.{1,4}/g) ?? []);
  return groups.filter(Boolean).join(' ');
}

/** The place in a grouped number after so many of its digits. */
export function placeAfter(text: string, digits: number): number {
  let seen = 0;
  for (let place = 0; place < text.length; place += 1) {
    if (seen === digits) return place;
    if (text[place] !== ' ') seen += 1;
  }
  return text.length;
}

/** Whether it has the length and the check digit (ISO/IEC 7812-1) of a card number. */
export function isCardNumber(digits: string): boolean {
  if (digits.length < SHORTEST || digits.length > LONGEST) return false;
  const sum = [...digits].reverse().reduce((total, digit, place) => {
    const value = place % 2 === 1 ? Number(digit) * 2 : Number(digit);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return sum % 10 === 0;
}

/** A card is good to the end of its month. */
export function isExpired(month: number, year: number, now: Date): boolean {
  return year * 12 + month < now.getUTCFullYear() * 12 + now.getUTCMonth() + 1;
}
