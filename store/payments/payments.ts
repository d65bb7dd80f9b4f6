import type { Database } from '../database';
import type { PaymentStore } from '../interfaces/payments';
import { claim, reclaim, unclaim } from './claim';
import { facts, get, list, stranded } from './reads';
import { receive } from './receive';
import { record } from './record';

export function createPaymentStore(database: Database): PaymentStore {
  return {
    receive: (order, request) => receive(database, order, request),
    record: (change) => record(database, change),
    claim: (id, step, reference) => claim(database, id, step, reference),
    reclaim: (id, step, afterAttempt) => reclaim(database, id, step, afterAttempt),
    unclaim: (id, step, attempt) => unclaim(database, id, step, attempt),
    get: (id) => get(database, id),
    facts: (id) => facts(database, id),
    list: (filter, page) => list(database, filter, page),
    stranded: (unchangedForMs, limit, after) => stranded(database, unchangedForMs, limit, after),
  };
}
