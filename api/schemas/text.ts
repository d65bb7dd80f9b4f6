import { unescape } from 'node:querystring';
import { parsePhoneNumberFromString } from 'libphonenumber-js/min';
import { z } from 'zod';
import { cardNumbersIn } from '../../domain/card-numbers';
import { refuse } from '../http/validation';

/**
 * Controls, line and paragraph separators, and direction overrides forge log lines and what a person reads; half
 * characters (lone surrogates) are refused by the database.
 */
const CONTROL = /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\u202a-\u202e\u2066-\u2069]/u;

function refuseControl(text: string, context: z.core.$RefinementCtx<string>): void {
  if (CONTROL.test(text)) {
    refuse(context, 'control_characters', 'Control characters are not allowed.');
  }
}

/** One line of text as people write it. */
export function line(longest: number) {
  return z.string().min(1).max(longest).superRefine(refuseControl);
}

/** The same, and nothing in it may look like a card number. */
export function cardFreeLine(longest: number) {
  return line(longest).superRefine(refuseCardNumber);
}

function refuseCardNumber(text: string, context: z.core.$RefinementCtx<string>): void {
  if (cardNumbersIn(text).length === 0) return;
  refuse(context, 'card_number_not_allowed', 'This looks like a card number, which must not be sent here.');
}

/** An address for mail, of whose two parts neither may look like a card number. */
export const mailAddress = z.email().max(254).superRefine(refuseCardNumber);

/** A phone number, given in any international form and kept in E.164. */
export const msisdn = z
  .string()
  .max(32)
  .transform((text, context) => {
    const number = parsePhoneNumberFromString(text);
    if (number?.isPossible() && !number.ext) return number.number as string;
    refuse(context, 'msisdn_invalid', 'Expected a phone number in international form, with the plus.');
    return z.NEVER;
  })
  .meta({
    description: 'Phone number in E.164; spaces are taken out',
    pattern: '^\\+[0-9 ().-]+$',
    example: '+35799000001',
  });

/** A BCP 47 tag, kept in its canonical form. */
export const languageTag = z
  .string()
  .max(35)
  .transform((tag, context) => {
    try {
      return Intl.getCanonicalLocales(tag)[0]!;
    } catch {
      refuse(context, 'bad_format', 'Expected a BCP 47 language tag.');
      return z.NEVER;
    }
  })
  .meta({ description: 'BCP 47 tag', example: 'en' });

/** With its percent-encoding (as much as is well formed) and the plus signs of a query read, as whoever gets it will. */
function decoded(address: string): string {
  return unescape(address.replaceAll('+', ' '));
}

/** A page of the channel's own: http or https, and no password in it. */
export const webAddress = z
  .string()
  .max(2048)
  .superRefine(refuseControl)
  .superRefine((text, context) => refuseCardNumber(decoded(text), context))
  .transform((text, context) => {
    const url = URL.canParse(text) ? new URL(text) : undefined;
    const fits = url && /^https?:$/.test(url.protocol) && !url.username && !url.password;
    if (fits) return url.href;
    refuse(context, 'bad_format', 'Expected an http or https address without a user name or password.');
    return z.NEVER;
  })
  .meta({ format: 'uri', example: 'https://shop.example/thanks' });

/** From there on moments are written with a sign and six digits, which is no RFC 3339. */
const YEAR_10000 = Date.UTC(10_000, 0);

/** A moment in RFC 3339, from 1970 to 9999. */
export const moment = z.iso
  .datetime({ offset: true })
  .transform((text, context) => {
    const at = new Date(text);
    if (at.getTime() >= 0 && at.getTime() < YEAR_10000) return at.toISOString();
    refuse(context, 'out_of_range', 'Expected a moment from 1970 to 9999.');
    return z.NEVER;
  })
  .meta({ format: 'date-time', example: '2026-01-31T10:00:00Z' });
