import { z } from 'zod';
import { LINE_STATUSES } from '../../domain/lines';
import { REFUND_STATUSES } from '../../domain/refunds';
import { moneySchema } from './money';
import { actorView } from './actors';
import { pageQuery, truthQuery } from './paging';
import { legSchema } from './responses';
import { cardFreeLine, line } from './text';

const id = z.string().meta({ description: 'Refund id', example: 'rfd_01JCKH3E8M5T0V6ZQ2W9RYXB4D' });

export const refundParams = z.strictObject({ id });

const batch = z.boolean().optional().meta({
  description:
    'Where the acquirer’s line is down: send it when the line is back. Needs `payments:batch` then',
});

export const requestRefundSchema = z
  .strictObject({
    amount: moneySchema.optional().meta({ description: 'All that is left of the payment, where absent' }),
    reason: cardFreeLine(500).meta({ description: 'Why; kept in the log' }),
    batch,
  })
  .meta({ id: 'RequestRefund' });

export const approveRefundSchema = z
  .strictObject({ note: cardFreeLine(500).optional(), batch })
  .optional()
  .meta({ id: 'ApproveRefund' });

export const rejectRefundSchema = z
  .strictObject({ reason: cardFreeLine(500).meta({ description: 'Why; kept in the log' }) })
  .meta({ id: 'RejectRefund' });

export const listRefundsQuery = z.strictObject({
  status: z
    .preprocess(
      (value) => (typeof value === 'string' ? [value] : value),
      z.array(z.enum(REFUND_STATUSES)).max(REFUND_STATUSES.length),
    )
    .optional()
    .meta({ description: 'Repeat for several' }),
  paymentId: line(64).optional(),
  askedBy: line(64).optional().meta({ description: 'A user’s or channel’s id' }),
  batched: truthQuery('Whether it waited, or waits, for the acquirer’s line'),
  attention: truthQuery('Whether a person’s decision is awaited'),
  ...pageQuery('Refunds a page'),
});

const timestamp = z.iso.datetime().meta({ description: 'RFC 3339', example: '2026-01-31T10:00:00.000Z' });

export const refundView = z
  .strictObject({
    id,
    paymentId: z.string().meta({ example: 'pay_01JCKH3E8M5T0V6ZQ2W9RYXB4D' }),
    status: z.enum(REFUND_STATUSES),
    amount: moneySchema,
    reason: z.string(),
    askedBy: actorView,
    decidedBy: actorView.optional(),
    decidedAt: timestamp.optional(),
    note: z.string().optional().meta({ description: 'What the manager said; shown to people' }),
    acquirer: z
      .string()
      .optional()
      .meta({ description: 'Whose line it goes by; shown to people', example: 'sandbox' }),
    batchIfDown: z.literal(true).optional().meta({
      description:
        'Whoever asked may batch and wants to: approved while the line is down, it is sent when the line is back',
    }),
    refunding: legSchema,
    debiting: legSchema,
    attention: z
      .strictObject({ reason: z.string().meta({ example: 'debiting_refused' }) })
      .optional()
      .meta({ description: 'Only while a person’s decision is awaited' }),
    batched: z.literal(true).optional().meta({ description: 'It waited, or waits, for the line' }),
    escalated: z.literal(true).optional().meta({ description: 'It has waited long for a decision' }),
    expiresAt: timestamp.meta({ description: 'When it is over without a decision' }),
    createdAt: timestamp,
    updatedAt: timestamp,
    version: z.int().meta({ description: 'Counts the changes' }),
  })
  .meta({ id: 'Refund' });

export const refundPage = z
  .strictObject({
    items: z.array(refundView),
    cursor: z.string().optional().meta({ description: 'Send it for the next page; absent on the last' }),
  })
  .meta({ id: 'RefundPage' });

export const refundEvents = z
  .strictObject({
    items: z.array(
      z.strictObject({
        version: z.int(),
        type: z.string().meta({ example: 'approved' }),
        at: timestamp,
        actor: actorView,
        detail: z.record(z.string(), z.unknown()).optional(),
      }),
    ),
  })
  .meta({ id: 'RefundEvents' });

export const lineList = z
  .strictObject({
    items: z.array(
      z.strictObject({
        acquirer: z.string().meta({ example: 'sandbox' }),
        status: z.enum(LINE_STATUSES).meta({
          description:
            '`trial`: it answers again, and is tried with one of those that waited, or with the next payment',
        }),
        since: timestamp.optional().meta({ description: 'Absent while it was never seen down' }),
        batched: z.strictObject({ payments: z.int(), refunds: z.int() }).meta({
          description: 'How many wait for it',
        }),
        takesCardNumbers: z.boolean().meta({
          description: 'Whether people may key card numbers into the vault for it while it is down',
        }),
      }),
    ),
  })
  .meta({ id: 'LineList' });
