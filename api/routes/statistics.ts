import type { z } from 'zod';
import { seesEverything } from '../people/caller';
import { Problem } from '../http/problems';
import { route } from '../http/route';
import { statisticsQuery, statisticsView } from '../schemas/statistics';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** Every payment of the span is read. */
const LONGEST = 92 * DAY;
const LONGEST_BY_HOURS = 7 * DAY;
const LONGEST_BY_HOURS_UNASKED = 2 * DAY;

export const getStatistics = route({
  method: 'get',
  path: '/v1/statistics',
  permission: 'payments:read',
  heavy: true,
  operationId: 'getStatistics',
  tag: 'Payments',
  summary: 'See how many payments there were, and how they went',
  description:
    'Of payments created within at most 92 days (7 by the hour). The channel’s own; those of all channels with ' +
    '`operations:read`.',
  request: { query: statisticsQuery },
  responses: { 200: { description: 'Figures', schema: statisticsView } },
  async handle({ deps, caller, query }) {
    const span = spanOf(query, deps.now());
    const channel = seesEverything(caller) ? undefined : caller.channel;
    const { statistics } = deps.store;
    const [figures, waiting] = await Promise.all([
      statistics.payments({ ...span, channel }),
      statistics.waiting(channel),
    ]);
    const { refunds: pending, refundsInAttention, attention } = waiting;
    const refunds = { pending, attention: refundsInAttention };
    return { status: 200, json: { ...span, ...figures, refunds, attention } };
  },
});

function spanOf(
  { from, to, bucket }: z.output<typeof statisticsQuery>,
  now: Date,
): { from: string; to: string; bucket: 'hour' | 'day' } {
  const end = to === undefined ? now.getTime() : Date.parse(to);
  const begin = from === undefined ? end - DAY : Date.parse(from);
  const length = end - begin;
  const by = bucket ?? (length <= LONGEST_BY_HOURS_UNASKED ? 'hour' : 'day');
  if (length <= 0) throw outOfRange('`to` must be later than `from`.');
  if (length > LONGEST) throw outOfRange('At most 92 days.');
  if (by === 'hour' && length > LONGEST_BY_HOURS) throw outOfRange('At most 7 days by the hour.');
  return { from: new Date(begin).toISOString(), to: new Date(end).toISOString(), bucket: by };
}

function outOfRange(message: string): Problem {
  return new Problem('validation_failed', { errors: [{ path: 'to', code: 'out_of_range', message }] });
}
