import type {
  AuditEntry,
  AuditVerification,
  Delivery,
  Endpoint,
  Level,
  Page,
  Settings,
  SettingsChange,
  SomeSettings,
  User,
} from './contract';
import { addressOf, call } from './http';
import type { Query } from './http';

export interface NewUser {
  username: string;
  displayName: string;
  level: Level;
  permissions: string[];
  language: 'en' | 'ru';
}

const user = (id: string): string => `/v1/users/${encodeURIComponent(id)}`;
const endpoint = (id: string): string => `/v1/webhook-endpoints/${encodeURIComponent(id)}`;

export const listUsers = (query: Query = {}): Promise<Page<User>> => call('GET', '/v1/users', { query });
export const getUser = (id: string): Promise<User> => call('GET', user(id));
export const addUser = (body: NewUser, key: string): Promise<{ user: User; oneTimePassword: string }> =>
  call('POST', '/v1/users', { body, key });
export const changeUser = (
  id: string,
  body: Partial<Pick<User, 'displayName' | 'level' | 'permissions' | 'disabled' | 'language' | 'locked'>> & {
    version: number;
  },
): Promise<User> => call('PATCH', user(id), { body });
export const resetPassword = (id: string, key: string): Promise<{ oneTimePassword: string }> =>
  call('POST', `${user(id)}/password-reset`, { body: {}, key });
export const resetSecondFactor = (id: string, key: string): Promise<void> =>
  call('POST', `${user(id)}/second-factor-reset`, { body: {}, key });
export const signUserOut = (id: string, key: string): Promise<void> =>
  call('POST', `${user(id)}/sign-out`, { body: {}, key });

export const getSettings = (): Promise<Settings> => call('GET', '/v1/settings');
export const changeSettings = (version: number, changes: SomeSettings): Promise<Settings> =>
  call('PATCH', '/v1/settings', { body: { version, changes } });
export const settingsHistory = (query: Query): Promise<Page<SettingsChange>> =>
  call('GET', '/v1/settings/history', { query });

export const listAudit = (query: Query): Promise<Page<AuditEntry>> => call('GET', '/v1/audit', { query });
export const verifyAudit = (): Promise<AuditVerification> => call('GET', '/v1/audit/verification');
export const auditExportAddress = (query: Query): string => addressOf('/v1/audit/export', query);

export const listEndpoints = (): Promise<Page<Endpoint>> => call('GET', '/v1/webhook-endpoints');
export const getEndpoint = (id: string): Promise<Endpoint> => call('GET', endpoint(id));
export const addEndpoint = (
  body: { url: string; description?: string; events?: string[]; channel: string },
  key: string,
): Promise<{ endpoint: Endpoint; secret: string }> => call('POST', '/v1/webhook-endpoints', { body, key });
export const changeEndpoint = (id: string, body: Partial<Pick<Endpoint, 'enabled'>>): Promise<Endpoint> =>
  call('PATCH', endpoint(id), { body });
export const removeEndpoint = (id: string): Promise<void> => call('DELETE', endpoint(id));
export const rotateSecret = (id: string, key: string): Promise<{ secret: string; oldSecretUntil: string }> =>
  call('POST', `${endpoint(id)}/secret-rotation`, { body: {}, key });
export const testEndpoint = (id: string, key: string): Promise<{ deliveryId: string }> =>
  call('POST', `${endpoint(id)}/test`, { body: {}, key });
export const deliveriesOf = (id: string, query: Query): Promise<Page<Delivery>> =>
  call('GET', `${endpoint(id)}/deliveries`, { query });
export const getDelivery = (id: string): Promise<Delivery> =>
  call('GET', `/v1/webhook-deliveries/${encodeURIComponent(id)}`);
export const redeliver = (id: string, key: string): Promise<unknown> =>
  call('POST', `/v1/webhook-deliveries/${encodeURIComponent(id)}/redelivery`, { body: {}, key });
