import { z } from 'zod';

/** `true` or `false` in a query. */
export const truthQuery = (description: string) =>
  z
    .enum(['true', 'false'])
    .transform((text) => text === 'true')
    .optional()
    .meta({ type: 'boolean', enum: undefined, description });

/** What every list takes in its query. */
export const pageQuery = (limitDescription: string) => ({
  cursor: z
    .string()
    .regex(/^[\x21-\x7e]{1,512}$/)
    .optional()
    .meta({ description: 'The `cursor` of the page before' }),
  limit: z
    .string()
    .regex(/^\d{1,6}$/, 'Expected a whole number.')
    .transform(Number)
    .pipe(z.number().min(1).max(200))
    .default(50)
    .meta({ type: 'integer', minimum: 1, maximum: 200, default: 50, description: limitDescription }),
});
