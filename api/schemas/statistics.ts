import { z } from 'zod';
import { DECLINE_CODES } from '../../domain/declines';
import { PAYMENT_STATUSES } from '../../domain/payments';
import { moment } from './text';

export const statisticsQuery = z.strictObject({
  from: moment.optional().meta({ description: 'Inclusive; a day before `to` unless told' }),
  to: moment.optional().meta({ description: 'Exclusive; now unless told' }),
  bucket: z
    .enum(['hour', 'day'])
    .optional()
    .meta({ description: 'Of `series`, in UTC; hours for up to two days unless told' }),
});

const status = z.enum(PAYMENT_STATUSES);
const count = z.int();

export const statisticsView = z
  .strictObject({
    from: z.iso.datetime(),
    to: z.iso.datetime(),
    bucket: z.enum(['hour', 'day']),
    totals: z.strictObject({
      byStatus: z.array(
        z.strictObject({
          status,
          count,
          amounts: z
            .array(z.strictObject({ value: z.int(), currency: z.string() }))
            .meta({ description: 'Sums in minor units, by currency' }),
        }),
      ),
    }),
    series: z
      .array(z.strictObject({ at: z.iso.datetime(), status, count }))
      .meta({ description: 'By when they were created, and how they stand now; empty buckets are left out' }),
    declines: z.array(z.strictObject({ code: z.enum(DECLINE_CODES), count })),
    refunds: z.strictObject({
      pending: count.meta({ description: 'They wait for approval' }),
      attention: count.meta({ description: 'They are approved, and wait for a person’s decision' }),
    }),
    attention: count.meta({ description: 'Payments that wait for a person’s decision' }),
  })
  .meta({ id: 'Statistics' });
