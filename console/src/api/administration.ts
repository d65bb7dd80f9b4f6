import type { NewEndpoint, NewUser, QueryOf, SomeSettings, UserChanges } from './contract';
import { addressOf, answer, api, keyed } from './http';

const of = (id: string) => ({ path: { id } });
const ofKeyed = (id: string, key: string) => ({ ...of(id), ...keyed(key) });

export const listUsers = (query: QueryOf<'listUsers'>) => answer(api.GET('/v1/users', { params: { query } }));
export const addUser = (body: NewUser, key: string) =>
  answer(api.POST('/v1/users', { params: keyed(key), body }));
export const changeUser = (id: string, body: UserChanges) =>
  answer(api.PATCH('/v1/users/{id}', { params: of(id), body }));
export const resetPassword = (id: string, key: string) =>
  answer(api.POST('/v1/users/{id}/password-reset', { params: ofKeyed(id, key), body: {} }));
export const resetSecondFactor = (id: string, key: string) =>
  answer(api.POST('/v1/users/{id}/second-factor-reset', { params: ofKeyed(id, key), body: {} }));
export const signUserOut = (id: string, key: string) =>
  answer(api.POST('/v1/users/{id}/sign-out', { params: ofKeyed(id, key), body: {} }));

export const getSettings = () => answer(api.GET('/v1/settings'));
export const changeSettings = (version: number, changes: SomeSettings) =>
  answer(api.PATCH('/v1/settings', { body: { version, changes } }));
export const settingsHistory = (query: QueryOf<'listSettingsHistory'>) =>
  answer(api.GET('/v1/settings/history', { params: { query } }));

export const listAudit = (query: QueryOf<'listAudit'>) => answer(api.GET('/v1/audit', { params: { query } }));
export const verifyAudit = () => answer(api.GET('/v1/audit/verification'));
/** Followed by the browser itself, which keeps what comes. */
export const auditExportAddress = (query: Record<string, string | undefined>): string =>
  addressOf('/v1/audit/export', query);

export const listEndpoints = (query: QueryOf<'listWebhookEndpoints'>) =>
  answer(api.GET('/v1/webhook-endpoints', { params: { query } }));
export const getEndpoint = (id: string) => answer(api.GET('/v1/webhook-endpoints/{id}', { params: of(id) }));
export const addEndpoint = (body: NewEndpoint, key: string) =>
  answer(api.POST('/v1/webhook-endpoints', { params: keyed(key), body }));
export const enableEndpoint = (id: string, enabled: boolean) =>
  answer(api.PATCH('/v1/webhook-endpoints/{id}', { params: of(id), body: { enabled } }));
export const removeEndpoint = (id: string) =>
  answer(api.DELETE('/v1/webhook-endpoints/{id}', { params: of(id) }));
export const rotateSecret = (id: string, key: string) =>
  answer(api.POST('/v1/webhook-endpoints/{id}/secret-rotation', { params: ofKeyed(id, key), body: {} }));
export const testEndpoint = (id: string, key: string) =>
  answer(api.POST('/v1/webhook-endpoints/{id}/test', { params: ofKeyed(id, key), body: {} }));
export const deliveriesOf = (id: string, query: QueryOf<'listWebhookDeliveries'>) =>
  answer(api.GET('/v1/webhook-endpoints/{id}/deliveries', { params: { ...of(id), query } }));
export const getDelivery = (id: string) => answer(api.GET('/v1/webhook-deliveries/{id}', { params: of(id) }));
export const redeliver = (id: string, key: string) =>
  answer(api.POST('/v1/webhook-deliveries/{id}/redelivery', { params: ofKeyed(id, key), body: {} }));
