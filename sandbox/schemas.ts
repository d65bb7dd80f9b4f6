import { z } from 'zod';

/** Minor units with an ISO 4217 code; `{value: 1050, currency: 'EUR'}` is €10.50. */
export const moneySchema = z.object({
  value: z.int().positive().max(1_000_000_000_000),
  currency: z.string().regex(/^[A-Z]{3}$/, 'must be an ISO 4217 code'),
});
export type Money = z.infer<typeof moneySchema>;

export const referenceSchema = z
  .string()
  .regex(/^[\x21-\x7e]{1,200}$/, 'must be 1 to 200 visible ASCII characters');

export const descriptionSchema = z.string().max(200).optional();
