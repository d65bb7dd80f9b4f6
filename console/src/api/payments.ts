import type { Money, NewPayment, QueryOf, Resolution } from './contract';
import { answer, api, keyed } from './http';

const of = (id: string) => ({ path: { id } });
const ofKeyed = (id: string, key: string) => ({ ...of(id), ...keyed(key) });

export const createPayment = (body: NewPayment, key: string) =>
  answer(api.POST('/v1/payments', { params: keyed(key), body }));
export const listPayments = (query: QueryOf<'listPayments'>) =>
  answer(api.GET('/v1/payments', { params: { query } }));
export const getPayment = (id: string) => answer(api.GET('/v1/payments/{id}', { params: of(id) }));
export const paymentEvents = (id: string) => answer(api.GET('/v1/payments/{id}/events', { params: of(id) }));
export const paymentReceipt = (id: string) =>
  answer(api.GET('/v1/payments/{id}/receipt', { params: of(id) }));
export const cancelPayment = (id: string, key: string) =>
  answer(api.POST('/v1/payments/{id}/cancel', { params: ofKeyed(id, key), body: {} }));
export const resolvePayment = (id: string, body: Resolution, key: string) =>
  answer(api.POST('/v1/payments/{id}/resolve', { params: ofKeyed(id, key), body }));

export const askForRefund = (
  paymentId: string,
  body: { amount: Money; reason: string; batch?: true },
  key: string,
) => answer(api.POST('/v1/payments/{id}/refunds', { params: ofKeyed(paymentId, key), body }));
export const refundsOf = (paymentId: string) =>
  answer(api.GET('/v1/payments/{id}/refunds', { params: of(paymentId) }));
export const listRefunds = (query: QueryOf<'listRefunds'>) =>
  answer(api.GET('/v1/refunds', { params: { query } }));
export const getRefund = (id: string) => answer(api.GET('/v1/refunds/{id}', { params: of(id) }));
export const refundEvents = (id: string) => answer(api.GET('/v1/refunds/{id}/events', { params: of(id) }));
export const approveRefund = (id: string, body: { note?: string; batch?: true }, key: string) =>
  answer(api.POST('/v1/refunds/{id}/approval', { params: ofKeyed(id, key), body }));
export const rejectRefund = (id: string, reason: string, key: string) =>
  answer(api.POST('/v1/refunds/{id}/rejection', { params: ofKeyed(id, key), body: { reason } }));
export const cancelRefund = (id: string, key: string) =>
  answer(api.POST('/v1/refunds/{id}/cancellation', { params: ofKeyed(id, key), body: {} }));
export const resolveRefund = (id: string, body: Resolution, key: string) =>
  answer(api.POST('/v1/refunds/{id}/resolution', { params: ofKeyed(id, key), body }));

export const statistics = (query: QueryOf<'getStatistics'>) =>
  answer(api.GET('/v1/statistics', { params: { query } }));
