import { z } from 'zod';
import { DECLINE_CODES } from '../../domain/declines';
import { PAYMENT_STATUSES } from '../../domain/payments';
import { SCOPES } from '../../domain/scopes';
import { FIELD_CODES, PROBLEM_CODES } from '../http/problems';
import { actorView } from './actors';
import { moneySchema } from './money';

const timestamp = z.iso.datetime().meta({ description: 'RFC 3339', example: '2026-01-31T10:00:00.000Z' });

export const legSchema = z
  .strictObject({
    status: z.enum(['none', 'pending', 'unknown', 'succeeded', 'declined']).meta({
      description: '`unknown`: asked, and nobody knows yet; it is being found out',
    }),
    declineCode: z.enum(DECLINE_CODES).optional(),
    externalId: z.string().optional().meta({ description: 'The outside system’s own id' }),
  })
  .meta({ id: 'Leg', description: 'One of the two movements of money that a payment is made of' });

const cardMark = { brand: z.string().meta({ example: 'visa' }), last4: z.string().meta({ example: '4242' }) };

const sourceView = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('card'),
    card: z.strictObject({
      id: z.string(),
      brand: cardMark.brand.optional(),
      last4: cardMark.last4.optional(),
    }),
  }),
  z.strictObject({
    type: z.literal('hosted_page'),
    returnUrl: z.string().optional(),
    saveCard: z.boolean(),
    card: z.strictObject(cardMark).optional().meta({ description: 'Once the payer has used one' }),
  }),
  z.strictObject({ type: z.literal('vaulted_card'), card: z.strictObject(cardMark) }),
]);

const receiptTo = z.strictObject({
  phone: z.string().optional(),
  email: z.string().optional(),
  language: z.string().optional(),
});

export const paymentView = z
  .strictObject({
    id: z.string().meta({ example: 'pay_01JCKH3E8M5T0V6ZQ2W9RYXB4D' }),
    status: z.enum(PAYMENT_STATUSES),
    amount: moneySchema,
    account: z.strictObject({ by: z.enum(['msisdn', 'account', 'contract']), value: z.string() }),
    channel: z.string().meta({ example: 'demo' }),
    source: sourceView,
    customerId: z.string().optional(),
    reference: z.string().optional(),
    createdBy: actorView.optional().meta({ description: 'The person who made it at the console' }),
    funding: legSchema,
    crediting: legSchema,
    reversal: legSchema.optional().meta({ description: 'Only where money went back' }),
    attention: z
      .strictObject({ reason: z.string().meta({ example: 'crediting_unresolved' }) })
      .optional()
      .meta({ description: 'Only while a person’s decision is awaited' }),
    batched: z
      .literal(true)
      .optional()
      .meta({ description: 'It was taken on while the line was down: it waited, or waits, for it' }),
    refunds: z
      .strictObject({
        reserved: z.int().meta({ description: 'Asked for and not refused, minor units' }),
        refunded: z.int().meta({ description: 'Given back to the card, minor units' }),
      })
      .optional()
      .meta({ description: 'Only where a refund was asked for' }),
    redirectUrl: z
      .string()
      .optional()
      .meta({ description: 'Send the payer here; only while `awaiting_payer`' }),
    expiresAt: timestamp.optional().meta({ description: 'When the hosted page closes' }),
    receipt: receiptTo.optional(),
    createdAt: timestamp,
    updatedAt: timestamp
      .optional()
      .meta({ description: 'Not in answers to POST, which are repeated unchanged' }),
    workflowUrl: z
      .string()
      .optional()
      .meta({ description: 'For people: where its workflow can be looked at' }),
    acquirer: z.string().optional().meta({ description: 'For people: whose line it goes by' }),
    version: z.int().meta({ description: 'Counts the changes' }),
  })
  .meta({ id: 'Payment' });

export const paymentPage = z
  .strictObject({
    items: z.array(paymentView),
    cursor: z.string().optional().meta({ description: 'Send it for the next page; absent on the last' }),
  })
  .meta({ id: 'PaymentPage' });

export const paymentEvents = z
  .strictObject({
    items: z.array(
      z.strictObject({
        version: z.int(),
        type: z.string().meta({ example: 'funding_succeeded' }),
        at: timestamp,
        actor: actorView,
        detail: z.record(z.string(), z.unknown()).optional(),
      }),
    ),
  })
  .meta({ id: 'PaymentEvents' });

export const paymentReceipt = z
  .strictObject({
    to: receiptTo.optional(),
    messages: z.array(
      z.strictObject({
        way: z.enum(['smpp', 'twilio', 'mail']),
        state: z.string().meta({ example: 'delivered' }),
        at: timestamp,
      }),
    ),
  })
  .meta({ id: 'PaymentReceipt' });

export const cardView = z
  .strictObject({
    id: z.string().meta({ example: 'card_01JCKH3E8M5T0V6ZQ2W9RYXB4D' }),
    customerId: z.string(),
    ...cardMark,
    expiryMonth: z.int(),
    expiryYear: z.int(),
    acquirer: z.string().optional().meta({ description: 'For people: whose line it is charged by' }),
    createdAt: timestamp,
  })
  .meta({ id: 'Card' });

export const cardList = z.strictObject({ items: z.array(cardView) }).meta({ id: 'CardList' });

export const channelView = z
  .strictObject({ id: z.string(), scopes: z.array(z.enum(SCOPES)) })
  .meta({ id: 'Channel' });

const SEAL_HASH = '3b1f0e5d8a7c49262f0db1a6c5e4938271605f4e3d2c1b0a9f8e7d6c5b4a3921';

export const auditVerification = z
  .strictObject({
    intact: z.boolean(),
    sealed: z.int().meta({ description: 'Entries in the chain' }),
    unsealed: z.int().meta({ description: 'Entries written and not chained yet' }),
    firstAltered: z
      .strictObject({
        entry: z.string(),
        problem: z.enum(['changed', 'missing', 'inserted', 'chain_broken']).meta({
          description:
            '`inserted`: it came where nothing could come any more. `chain_broken`: a seal was changed or is gone',
        }),
      })
      .optional(),
    lastSeal: z
      .strictObject({
        number: z.int().meta({ example: 1042 }),
        hash: z.string().meta({ description: 'In hex', example: SEAL_HASH }),
      })
      .optional()
      .meta({ description: 'Keep it elsewhere: by it a chain that was cut off, or made anew, is noticed' }),
    expectedSeal: z.enum(['found', 'missing', 'differs']).optional().meta({
      description: 'What became of the one that was asked for; the log is intact only where it is found',
    }),
  })
  .meta({ id: 'AuditVerification' });

export const ledgerCheck = z
  .strictObject({
    balanced: z.boolean(),
    accounts: z.array(
      z.strictObject({
        account: z.string(),
        currency: z.string(),
        balance: z.string().meta({ description: 'Signed minor units', example: '-1050' }),
      }),
    ),
    problems: z.array(
      z.strictObject({ kind: z.enum(['unbalanced', 'disagrees']), subject: z.string(), detail: z.string() }),
    ),
  })
  .meta({ id: 'LedgerCheck' });

export const healthView = z
  .strictObject({
    status: z.enum(['up', 'ready', 'not_ready']),
    parts: z.record(z.string(), z.boolean()).optional(),
  })
  .meta({ id: 'Health' });

export const problemView = z
  .object({
    type: z.string().meta({ format: 'uri', description: 'The documentation of this code' }),
    title: z.string(),
    status: z.int(),
    code: z.enum(PROBLEM_CODES),
    detail: z.string().optional(),
    errors: z
      .array(z.strictObject({ path: z.string(), code: z.enum(FIELD_CODES), message: z.string() }))
      .optional(),
    declineCode: z.enum(DECLINE_CODES).optional(),
    left: z.int().optional().meta({ description: 'What is left of the payment, minor units' }),
    requestId: z.string(),
  })
  .meta({ id: 'Problem', description: 'RFC 9457' });
