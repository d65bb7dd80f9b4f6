import { ADMINISTRATION_PROBLEMS } from './problem-codes/administration';
import { PAYMENT_PROBLEMS } from './problem-codes/payments';
import { PEOPLE_PROBLEMS } from './problem-codes/people';
import { REQUEST_PROBLEMS } from './problem-codes/requests';

/**
 * Every way in which a request can fail: a closed set. `title` is the same wherever the code appears; `help`
 * tells the integrator what to do about it and is the text of the documentation page.
 */
export const PROBLEMS = {
  ...REQUEST_PROBLEMS,
  ...PEOPLE_PROBLEMS,
  ...PAYMENT_PROBLEMS,
  ...ADMINISTRATION_PROBLEMS,
};

export type ProblemCode = keyof typeof PROBLEMS;

/** By status. */
export const PROBLEM_CODES = (Object.keys(PROBLEMS) as ProblemCode[]).sort(
  (one, other) => PROBLEMS[one].status - PROBLEMS[other].status,
);

/** What can be wrong with one field. */
export const FIELD_CODES = [
  'required',
  'unknown_field',
  'wrong_type',
  'not_allowed_value',
  'too_short',
  'too_long',
  'out_of_range',
  'bad_format',
  'amount_not_integer',
  'amount_out_of_range',
  'currency_unknown',
  'msisdn_invalid',
  'control_characters',
  'card_number_not_allowed',
  'customer_required',
  'password_common',
  'password_is_username',
  'password_unchanged',
  'placeholder_unknown',
  'acquirer_unknown',
  'not_growing',
  'min_above_max',
  'duplicate',
] as const;

export type FieldCode = (typeof FIELD_CODES)[number];

export interface FieldError {
  /** Dotted path in the body or query: `amount.currency`; empty for the whole body. */
  path: string;
  code: FieldCode;
  /** For the integrator; never contains what was sent. */
  message: string;
}

interface Extras {
  /** What is particular to this occurrence; never contains what was sent. */
  detail?: string;
  errors?: FieldError[];
  headers?: Record<string, string>;
  /** More members of the problem object. */
  members?: Record<string, unknown>;
}

/** Thrown anywhere below a route to end the request with a problem. */
export class Problem extends Error {
  override readonly name = 'Problem';
  constructor(
    readonly code: ProblemCode,
    readonly extras: Extras = {},
  ) {
    super(code);
  }

  get status(): number {
    return PROBLEMS[this.code].status;
  }
}
