import { exponentOf, type Money } from '../../domain/money';

/** Currencies that Stripe counts in whole units. */
const WHOLE = new Set('BIF CLP DJF GNF JPY KMF KRW MGA PYG RWF VND VUV XAF XOF XPF'.split(' '));
/** Currencies that Stripe counts in thousandths, and whose last digit must be 0. */
const THOUSANDTHS = new Set('BHD JOD KWD OMR TND'.split(' '));

/**
 * The amount as Stripe wants it, or undefined where Stripe cannot charge exactly that. Everything not listed above
 * is in hundredths there, ISK and UGX included, which have no minor unit in ISO 4217. MGA has one that Stripe does not
 * know.
 */
export function stripeAmount({ value, currency }: Money): number | undefined {
  const iso = exponentOf(currency);
  if (iso === undefined) return undefined;
  const theirs = WHOLE.has(currency) ? 0 : THOUSANDTHS.has(currency) ? 3 : 2;
  const amount = theirs >= iso ? value * 10 ** (theirs - iso) : value / 10 ** (iso - theirs);
  if (!Number.isSafeInteger(amount) || amount <= 0) return undefined;
  return theirs === 3 && amount % 10 !== 0 ? undefined : amount;
}
