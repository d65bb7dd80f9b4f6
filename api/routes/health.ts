import type { ApiDeps } from '../deps';
import { within } from '../http/patience';
import { publicRoute } from '../http/route';
import { shareLook } from '../http/under-way';
import { healthView } from '../schemas/responses';

const PATIENCE_MS = 2_000;
const looks = new WeakMap<ApiDeps, ReturnType<typeof partsOf>>();

export const live = publicRoute({
  method: 'get',
  path: '/health/live',
  permission: 'public',
  operationId: 'getLiveness',
  tag: 'Health',
  summary: 'Whether the process answers',
  responses: { 200: { description: 'It does', schema: healthView } },
  handle: () => Promise.resolve({ status: 200, json: { status: 'up' } }),
});

export const ready = publicRoute({
  method: 'get',
  path: '/health/ready',
  permission: 'public',
  operationId: 'getReadiness',
  tag: 'Health',
  summary: 'Whether all that the API stands on answers, and workers take what it hands on',
  responses: {
    200: { description: 'All parts answer', schema: healthView },
    503: { description: 'A part does not; `parts` says which', schema: healthView },
  },
  async handle({ deps }) {
    const parts = await shareLook(looks, deps, () => partsOf(deps));
    const all = Object.values(parts).every(Boolean);
    return { status: all ? 200 : 503, json: { status: all ? 'ready' : 'not_ready', parts } };
  },
});

async function partsOf({ store, client, workerRuns }: ApiDeps): Promise<Record<string, boolean>> {
  const [storeAnswers, engineAnswers, queues] = await Promise.all([
    answers(store.ping()),
    answers(client.ping()),
    client.queues(),
  ]);
  const worked = Object.entries(queues).map(([queue, isWorkedOn]) => [`${queue}Queue`, isWorkedOn]);
  const own = workerRuns && { worker: workerRuns() };
  return { store: storeAnswers, engine: engineAnswers, ...own, ...Object.fromEntries(worked) };
}

/** A part that hangs, or throws, is a part that does not answer. */
function answers(ping: Promise<boolean>): Promise<boolean> {
  return within(
    PATIENCE_MS,
    ping.catch(() => false),
    false,
  );
}
