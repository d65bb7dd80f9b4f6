import { randomBytes } from 'node:crypto';

const BYTES = 32;

/** A new signing secret, as the Standard Webhooks specification writes it. */
export const newWebhookSecret = (): string => `whsec_${randomBytes(BYTES).toString('base64')}`;

/** What an endpoint's secret is sealed for. */
export const secretPurpose = (endpointId: string): string => `webhook secret of ${endpointId}`;
