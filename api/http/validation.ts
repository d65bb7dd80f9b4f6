import type { z } from 'zod';
import { exponentOf, MAX_MINOR_UNITS } from '../../domain/money';
import { cardNumbersIn } from '../../domain/card-numbers';
import { Problem } from './problems';
import type { FieldCode, FieldError } from './problems';

const MOST_ERRORS = 20;

/** Parses what came from outside, or throws the problem that names every bad field and none of the values. */
export function parseWith<S extends z.ZodType>(schema: S, input: unknown): z.output<S> {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  const found = result.error.issues.flatMap((issue) => fieldErrors(issue, input));
  // One value can miss several bounds at once, which is one error to whoever sent it.
  const errors = [...new Map(found.map((error) => [`${error.path} ${error.code}`, error])).values()].slice(
    0,
    MOST_ERRORS,
  );
  const aboutCard = errors.some((error) => error.code === 'card_number_not_allowed');
  throw new Problem(aboutCard ? 'card_number_not_allowed' : 'validation_failed', { errors });
}

/** Adds an error of ours to a schema's own. */
export function refuse<T>(
  context: z.core.$RefinementCtx<T>,
  code: FieldCode,
  message: string,
  path?: string[],
): void {
  context.addIssue({ code: 'custom', params: { code }, message, path });
}

function fieldErrors(issue: z.core.$ZodIssue, input: unknown): FieldError[] {
  const path = issue.path.map((part) => safeName(String(part))).join('.');
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      path: path ? `${path}.${safeName(key)}` : safeName(key),
      code: 'unknown_field',
      message: 'There is no such field.',
    }));
  }
  if (isAmount(issue)) return [{ path, ...amountError(issue, parentOf(input, issue.path)) }];
  return [{ path, ...generalError(issue, valueAt(input, issue.path)) }];
}

function generalError(issue: z.core.$ZodIssue, value: unknown): Omit<FieldError, 'path'> {
  const message = issue.message;
  switch (issue.code) {
    case 'invalid_type':
      return value === undefined
        ? { code: 'required', message: 'This field is required.' }
        : { code: 'wrong_type', message: `Expected ${issue.expected}.` };
    case 'too_small':
      return { code: issue.origin === 'number' ? 'out_of_range' : 'too_short', message };
    case 'too_big':
      return { code: issue.origin === 'number' ? 'out_of_range' : 'too_long', message };
    case 'invalid_value':
      return { code: value === undefined ? 'required' : 'not_allowed_value', message };
    case 'invalid_union':
      return { code: value === undefined ? 'required' : 'not_allowed_value', message };
    case 'custom':
      return { code: (issue.params as { code: FieldCode } | undefined)?.code ?? 'bad_format', message };
    default:
      return { code: 'bad_format', message };
  }
}

/** All money on the wire is called `amount` and has its sum in `value`. */
function isAmount(issue: z.core.$ZodIssue): boolean {
  return issue.path.at(-1) === 'value' && issue.path.at(-2) === 'amount';
}

function amountError(issue: z.core.$ZodIssue, money: unknown): Omit<FieldError, 'path'> {
  const { value, currency } = money as { value?: unknown; currency?: unknown };
  if (value === undefined)
    return { code: 'required', message: `This field is required. ${unitsOf(currency)}` };
  if (issue.code !== 'invalid_type' && Number.isSafeInteger(value)) {
    return {
      code: 'amount_out_of_range',
      message: `From 1 to ${MAX_MINOR_UNITS} minor units. ${unitsOf(currency)}`,
    };
  }
  const integer = typeof value === 'number' && Number.isInteger(value);
  if (integer) return { code: 'amount_out_of_range', message: `At most ${MAX_MINOR_UNITS} minor units.` };
  return { code: 'amount_not_integer', message: `Expected a JSON integer. ${unitsOf(currency)}` };
}

function unitsOf(currency: unknown): string {
  const exponent = typeof currency === 'string' ? exponentOf(currency) : undefined;
  if (exponent === undefined) return 'Amounts are in minor units of the currency: 10.50 EUR is 1050.';
  if (exponent === 0) return `${String(currency)} has exponent 0, no minor unit: ten is 10.`;
  return `${String(currency)} has exponent ${exponent}: ten and a half is ${10.5 * 10 ** exponent}.`;
}

function valueAt(input: unknown, path: PropertyKey[]): unknown {
  return path.reduce<unknown>((at, part) => (at as Record<PropertyKey, unknown> | undefined)?.[part], input);
}

function parentOf(input: unknown, path: PropertyKey[]): unknown {
  return valueAt(input, path.slice(0, -1));
}

/** A field's name is what was sent, too: it may be long, or be a card number. */
function safeName(name: string): string {
  const short = name.length > 64 ? `${name.slice(0, 64)}…` : name;
  return cardNumbersIn(name).length > 0 ? '[removed]' : short;
}
