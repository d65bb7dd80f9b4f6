import type { Database } from '../database';
import type { WebhookStore } from '../interfaces/webhooks';
import { attempted, giveUp, toSend } from './attempts';
import { askAgain, deliveries, delivery, test } from './deliveries';
import { change, endpoint, endpoints, register, remove } from './endpoints';
import { forget } from './forgetting';
import { forward } from './forward';
import { reseal, rotate } from './secrets';
import { reviveStuck, startPending } from './starting';

export function createWebhookStore(database: Database): WebhookStore {
  return {
    register: (one, actor) => register(database, one, actor),
    endpoint: (id) => endpoint(database, id),
    endpoints: (channel, page) => endpoints(database, channel, page),
    change: (id, changes, actor) => change(database, id, changes, actor),
    remove: (id, actor) => remove(database, id, actor),
    rotate: (id, secret, actor) => rotate(database, id, secret, actor),
    reseal: (anew) => reseal(database, anew),
    test: (endpointId, event, actor) => test(database, endpointId, event, actor),
    deliveries: (endpointId, filter, page) => deliveries(database, endpointId, filter, page),
    delivery: (id) => delivery(database, id),
    askAgain: (id, actor) => askAgain(database, id, actor),
    forward: (seals, tell) => forward(database, seals, tell),
    startPending: (most, start) => startPending(database, most, start),
    forget: (limit, afterMs) => forget(database, limit, afterMs),
    reviveStuck: (limit, overdueMs) => reviveStuck(database, limit, overdueMs),
    toSend: (id) => toSend(database, id),
    attempted: (id, attempt, settlement) => attempted(database, id, attempt, settlement),
    giveUp: (id) => giveUp(database, id),
  };
}
