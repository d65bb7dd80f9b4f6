import type { Request } from 'express';
import { seesEverything } from '../people/caller';
import { route } from '../http/route';

export const stream = route({
  method: 'get',
  path: '/v1/stream',
  permission: 'payments:read',
  operationId: 'streamChanges',
  tag: 'Live',
  summary: 'Hear of changes as they happen',
  description:
    'Server-sent events. `event: change` with `data: {"object": "payment", "id": …, "type": …, "version": …}` says that a ' +
    'payment, refund, line or the settings changed; get it to see how it stands. A channel hears of its own payments and ' +
    'refunds, people of everything. After a lost connection send the last `id` as `Last-Event-ID`: what was missed comes ' +
    'first, some of it perhaps again, or `event: resync` where it is too much to tell: then get everything anew.',
  responses: { 200: { description: 'An endless stream', contentType: 'text/event-stream' } },
  problems: ['stream_full'],
  async handle({ deps, caller, request, stillAdmitted }) {
    const all = seesEverything(caller);
    const listener = await deps.live.listen({
      who: caller.id,
      sees: (change) => all || change.channel === caller.channel,
      // Who sees more or less than before comes back, and is told what there is to see now.
      mayListen: async () => {
        const now = await stillAdmitted();
        return now !== undefined && seesEverything(now) === all;
      },
      after: lastEventId(request),
    });
    return {
      status: 200,
      // Proxies that gather what is sent would hold it back.
      headers: { 'X-Accel-Buffering': 'no' },
      content: { type: 'text/event-stream; charset=utf-8', stream: listener },
    };
  },
});

function lastEventId({ headers }: Request): number | undefined {
  const id = headers['last-event-id'];
  return typeof id === 'string' && /^\d{1,15}$/.test(id) ? Number(id) : undefined;
}
