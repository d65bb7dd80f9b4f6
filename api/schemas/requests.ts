import { z } from 'zod';
import { PAYMENT_STATUSES } from '../../domain/payments';
import { refuse } from '../http/validation';
import { moneySchema } from './money';
import { pageQuery, truthQuery } from './paging';
import { cardFreeLine, languageTag, line, mailAddress, moment, msisdn, webAddress } from './text';
import { vaultedCardSchema } from './vault';

/** A biller's own numbers are free to look like a card's, so accounts and contracts are not searched for them. */
export const accountSchema = z
  .discriminatedUnion('by', [
    z.strictObject({ by: z.literal('msisdn'), value: msisdn }),
    z.strictObject({ by: z.literal('account'), value: line(64) }),
    z.strictObject({ by: z.literal('contract'), value: line(64) }),
  ])
  .meta({ description: 'The account at the biller that the money is for' });

const sourceSchema = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('card'),
    cardId: line(64).meta({
      description: 'A card registered before',
      example: 'card_01JCKH3E8M5T0V6ZQ2W9RYXB4D',
    }),
  }),
  z.strictObject({
    type: z.literal('hosted_page'),
    returnUrl: webAddress
      .optional()
      .meta({ description: 'Where the payer goes afterwards; `paymentId` and `status` are appended' }),
    saveCard: z.boolean().default(false).meta({ description: 'Keep the card for `customerId`' }),
  }),
  vaultedCardSchema,
]);

export const receiptSchema = z
  .strictObject({
    phone: msisdn.optional(),
    email: mailAddress.optional(),
    language: languageTag.optional(),
  })
  .meta({ description: 'Where the receipt goes: SMS first, e-mail where that fails or no phone is given' });

export const customerId = cardFreeLine(64).meta({
  description: 'The channel’s own id of the payer',
  example: 'cus-42',
});

export const createPaymentSchema = z
  .strictObject({
    amount: moneySchema,
    account: accountSchema,
    source: sourceSchema,
    customerId: customerId.optional(),
    reference: cardFreeLine(64)
      .optional()
      .meta({ description: 'Your own reference: kept and shown, never read' }),
    receipt: receiptSchema.optional(),
    batch: z
      .boolean()
      .optional()
      .meta({
        description:
          'Where the acquirer’s line is down: take it on all the same, and charge the card when the line is back. ' +
          'Needs `payments:batch` then',
      }),
  })
  .superRefine(({ source, batch }, context) => {
    if (source.type !== 'vaulted_card' || batch === true) return;
    refuse(context, 'not_allowed_value', 'A card number in the vault waits for the line: only `true`.', [
      'batch',
    ]);
  })
  .superRefine((payment, context) => {
    if (payment.source.type !== 'hosted_page' || !payment.source.saveCard || payment.customerId) return;
    refuse(context, 'customer_required', 'Saving a card needs the customer that it is saved for.', [
      'customerId',
    ]);
  })
  .meta({ id: 'CreatePayment' });

export const paymentParams = z.strictObject({
  id: z.string().meta({ description: 'Payment id', example: 'pay_01JCKH3E8M5T0V6ZQ2W9RYXB4D' }),
});

export const customerParams = z.strictObject({ customerId });

const asArray = (value: unknown): unknown => (typeof value === 'string' ? [value] : value);

/** A plus in a query string is a space unless it is encoded; nobody's account begins with a space. */
const accountFilter = line(64)
  .transform((value) => value.replace(/^ (?=\d)/, '+'))
  .meta({ description: 'The account’s value, exactly; phone numbers in E.164', example: '+35799000001' });

export const listPaymentsQuery = z.strictObject({
  status: z
    .preprocess(asArray, z.array(z.enum(PAYMENT_STATUSES)).max(PAYMENT_STATUSES.length))
    .optional()
    .meta({ description: 'Repeat for several' }),
  channel: line(64).optional().meta({ description: 'Another channel’s needs `operations:read`' }),
  account: accountFilter.optional(),
  attention: truthQuery('Whether a person’s decision is awaited'),
  batched: truthQuery('Whether it waited, or waits, for the acquirer’s line'),
  createdBy: line(64).optional().meta({ description: 'A user’s id' }),
  reference: line(64).optional().meta({ description: 'The channel’s own reference, exactly' }),
  search: accountFilter
    .optional()
    .meta({ description: 'A payment’s id, its account’s value or its reference, exactly' }),
  createdFrom: moment.optional().meta({ description: 'Inclusive' }),
  createdTo: moment.optional().meta({ description: 'Exclusive' }),
  ...pageQuery('Payments a page'),
});

export const resolveSchema = z
  .strictObject({
    decision: z.enum(['ask_again', 'succeeded', 'declined']).meta({
      description: '`ask_again` inquires now; the others say what the outside system’s own books show',
    }),
    note: cardFreeLine(500).meta({ description: 'What the decision rests on; kept in the log' }),
  })
  .meta({ id: 'Resolution' });

export const registerCardSchema = z
  .strictObject({
    token: cardFreeLine(255)
      .regex(/^[\x21-\x7e]+$/, 'Expected the acquirer’s token.')
      .meta({ description: 'Made by the acquirer’s own card form', example: 'tok_1f0c' }),
  })
  .meta({ id: 'RegisterCard' });

/** For commands that say all in their path: no body, or an empty object. */
export const nothing = z.strictObject({}).optional();
