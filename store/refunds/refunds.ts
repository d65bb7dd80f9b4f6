import { createStepStore } from '../claims';
import type { Database } from '../database';
import type { RefundStore } from '../interfaces/refunds';
import { facts, get, list, stranded } from './reads';
import { record } from './record';
import { request, requestedBefore } from './request';
import { REFUND_COLUMNS, recordOf } from './rows';

export function createRefundStore(database: Database): RefundStore {
  return {
    ...createStepStore(database, { table: 'refund', columns: REFUND_COLUMNS, recordOf }),
    request: (order, requestKey) => request(database, order, requestKey),
    requestedBefore: (requestKey) => requestedBefore(database, requestKey),
    record: (change) => record(database, change),
    get: (id) => get(database, id),
    facts: (id) => facts(database, id),
    list: (filter, page) => list(database, filter, page),
    stranded: (unchangedForMs, limit, after) => stranded(database, unchangedForMs, limit, after),
  };
}
