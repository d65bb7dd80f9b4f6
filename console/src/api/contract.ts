// Short names for what docs/openapi.json describes, as the screens use them.
import type { components, operations } from './generated/openapi';

type Schemas = components['schemas'];

/** The query that an operation takes. */
export type QueryOf<O extends keyof operations> = NonNullable<operations[O]['parameters']['query']>;

export type Account = Schemas['Account'];
export type AuditEntry = Schemas['AuditEntry'];
export type AuditVerification = Schemas['AuditVerification'];
export type Card = Schemas['Card'];
export type Delivery = Schemas['WebhookDelivery'];
export type DeliveryLog = Schemas['WebhookDeliveryLog'];
export type Endpoint = Schemas['WebhookEndpoint'];
export type HistoryEvent = Schemas['PaymentEvents']['items'][number];
export type Leg = Schemas['Leg'];
export type Line = Schemas['LineList']['items'][number];
export type Money = Schemas['Money'];
export type NewEndpoint = Schemas['CreateWebhookEndpoint'];
export type NewPayment = Schemas['CreatePayment'];
export type NewUser = Schemas['CreateUser'];
export type OperatingSettings = Schemas['OperatingSettings'];
export type Payment = Schemas['Payment'];
export type Person = Schemas['Actor'];
export type Receipt = Schemas['PaymentReceipt'];
export type Refund = Schemas['Refund'];
export type Resolution = Schemas['Resolution'];
export type Scope = Schemas['Session']['scopes'][number];
export type Session = Schemas['Session'];
export type Settings = Schemas['Settings'];
export type SettingsChange = Schemas['SettingsHistory']['items'][number];
export type SomeSettings = Schemas['ChangeSettings']['changes'];
export type Statistics = Schemas['Statistics'];
export type User = Schemas['User'];
export type UserChanges = Schemas['ChangeUser'];

export type Level = User['level'];
export type PaymentStatus = Payment['status'];
export type SettingsGroup = keyof OperatingSettings;
export type Wording = OperatingSettings['texts']['receipt'][string];

export type WebhookEvent = Endpoint['events'][number];

/** In the order of a payment's life. A status that is missing here does not compile. */
export const PAYMENT_STATUSES = Object.keys({
  batched: 1,
  processing: 1,
  awaiting_payer: 1,
  funded: 1,
  succeeded: 1,
  declined: 1,
  expired: 1,
  cancelled: 1,
  reversing: 1,
  reversed: 1,
} satisfies Record<PaymentStatus, 1>) as PaymentStatus[];
