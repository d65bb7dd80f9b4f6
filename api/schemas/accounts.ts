import { z } from 'zod';
import { line } from './text';

/** A plus in a query string is a space unless it is encoded; nobody's number begins with a space. */
const inQuery = (value: unknown): unknown =>
  typeof value === 'string' ? value.replace(/^ (?=\d)/, '+') : value;

export const accountQuery = z.strictObject({
  by: z.enum(['msisdn', 'account', 'contract']),
  value: z
    .preprocess(inQuery, line(64))
    .meta({ description: 'Phone numbers in international form', example: '+35799000001' }),
});

/** Money that may be owed. */
const signedMoney = z
  .strictObject({
    value: z
      .int()
      .meta({ description: 'Integer minor units; negative where the customer owes', example: -1050 }),
    currency: z.string().meta({ pattern: '^[A-Z]{3}$', example: 'EUR' }),
  })
  .meta({ id: 'SignedMoney' });

export const accountView = z
  .strictObject({
    accountId: z.string(),
    by: z.enum(['msisdn', 'account', 'contract']),
    value: z.string(),
    name: z.string().optional(),
    status: z.enum(['active', 'closed']),
    balance: signedMoney.optional(),
    debt: signedMoney.optional().meta({ description: 'What the customer owes, never negative' }),
  })
  .meta({ id: 'Account' });
