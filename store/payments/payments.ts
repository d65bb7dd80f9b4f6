import { createStepStore } from '../claims';
import type { Database } from '../database';
import type { PaymentStore } from '../interfaces/payments';
import { facts, get, list, stranded } from './reads';
import { receive, receivedBefore } from './receive';
import { record } from './record';
import { PAYMENT_COLUMNS, recordOf } from './rows';

export function createPaymentStore(database: Database): PaymentStore {
  return {
    ...createStepStore(database, { table: 'payment', columns: PAYMENT_COLUMNS, recordOf }),
    receive: (order, request) => receive(database, order, request),
    receivedBefore: (channel, key, hash) => receivedBefore(database, channel, key, hash),
    record: (change) => record(database, change),
    get: (id) => get(database, id),
    facts: (id) => facts(database, id),
    list: (filter, page) => list(database, filter, page),
    stranded: (unchangedForMs, limit, after) => stranded(database, unchangedForMs, limit, after),
  };
}
