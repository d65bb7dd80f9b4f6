import type { HistoryEvent, Money, Page, Payment, Receipt, Refund, Statistics } from './contract';
import { call } from './http';
import type { Query } from './http';

export interface NewPayment {
  amount: Money;
  account: { by: string; value: string };
  source: { type: 'card'; cardId: string } | { type: 'hosted_page'; returnUrl: string; saveCard: boolean };
  customerId?: string;
  reference?: string;
  receipt?: { phone?: string; email?: string; language?: string };
  batch?: true;
}

export interface Resolution {
  decision: 'ask_again' | 'succeeded' | 'declined';
  note: string;
}

const payment = (id: string): string => `/v1/payments/${encodeURIComponent(id)}`;
const refund = (id: string): string => `/v1/refunds/${encodeURIComponent(id)}`;

export const createPayment = (body: NewPayment, key: string): Promise<Payment> =>
  call('POST', '/v1/payments', { body, key });
export const listPayments = (query: Query): Promise<Page<Payment>> => call('GET', '/v1/payments', { query });
export const getPayment = (id: string): Promise<Payment> => call('GET', payment(id));
export const paymentEvents = (id: string): Promise<Page<HistoryEvent>> =>
  call('GET', `${payment(id)}/events`);
export const paymentReceipt = (id: string): Promise<Receipt> => call('GET', `${payment(id)}/receipt`);
export const cancelPayment = (id: string, key: string): Promise<Payment> =>
  call('POST', `${payment(id)}/cancel`, { body: {}, key });
export const resolvePayment = (id: string, body: Resolution, key: string): Promise<Payment> =>
  call('POST', `${payment(id)}/resolve`, { body, key });

export const askForRefund = (
  paymentId: string,
  body: { amount?: Money; reason: string; batch?: true },
  key: string,
): Promise<Refund> => call('POST', `${payment(paymentId)}/refunds`, { body, key });
export const refundsOf = (paymentId: string): Promise<Page<Refund>> =>
  call('GET', `${payment(paymentId)}/refunds`);
export const listRefunds = (query: Query): Promise<Page<Refund>> => call('GET', '/v1/refunds', { query });
export const getRefund = (id: string): Promise<Refund> => call('GET', refund(id));
export const refundEvents = (id: string): Promise<Page<HistoryEvent>> => call('GET', `${refund(id)}/events`);
export const approveRefund = (id: string, note: string | undefined, key: string): Promise<Refund> =>
  call('POST', `${refund(id)}/approval`, { body: { note }, key });
export const rejectRefund = (id: string, reason: string, key: string): Promise<Refund> =>
  call('POST', `${refund(id)}/rejection`, { body: { reason }, key });
export const cancelRefund = (id: string, key: string): Promise<Refund> =>
  call('POST', `${refund(id)}/cancellation`, { body: {}, key });
export const resolveRefund = (id: string, body: Resolution, key: string): Promise<Refund> =>
  call('POST', `${refund(id)}/resolution`, { body, key });

export const statistics = (query: Query): Promise<Statistics> => call('GET', '/v1/statistics', { query });
