import { z } from 'zod';
import { isCurrency, MAX_MINOR_UNITS } from '../../domain/money';
import { refuse } from '../http/validation';

/** Money as it crosses the wire, in both directions. */
export const moneySchema = z
  .strictObject({
    value: z.int().min(1).max(MAX_MINOR_UNITS).meta({ description: 'Integer minor units', example: 1050 }),
    currency: z
      .string()
      .superRefine((code, context) => {
        if (isCurrency(code)) return;
        refuse(context, 'currency_unknown', 'Expected an ISO 4217 code in capitals, such as EUR.');
      })
      .meta({ description: 'ISO 4217 code', pattern: '^[A-Z]{3}$', example: 'EUR' }),
  })
  .meta({
    id: 'Money',
    description: '`{1050, EUR}` is ten euros fifty; JPY has no minor unit, KWD three digits',
  });
