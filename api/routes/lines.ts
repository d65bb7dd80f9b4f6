import { route } from '../http/route';
import { lineList } from '../schemas/refunds';

export const listLines = route({
  method: 'get',
  path: '/v1/lines',
  permission: 'lines:read',
  operationId: 'listLines',
  tag: 'Operations',
  summary: 'See how the lines to the acquirers stand, and how much waits for them',
  responses: { 200: { description: 'Each acquirer’s line', schema: lineList } },
  async handle({ deps }) {
    const waiting = await deps.store.lines.countBatched();
    const items = deps.acquirers.map((acquirer) => {
      const line = deps.lines().find((one) => one.acquirer === acquirer);
      const { payments = 0, refunds = 0 } = waiting.find((one) => one.acquirer === acquirer) ?? {};
      return {
        acquirer,
        status: line?.status ?? 'up',
        since: line?.since,
        batched: { payments, refunds },
        takesCardNumbers: deps.vault?.acquirer === acquirer,
      };
    });
    return { status: 200, json: { items } };
  },
});
