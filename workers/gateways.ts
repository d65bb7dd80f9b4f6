import { createAcquirer } from '../gateways/acquirer/acquirers';
import type { Acquirer } from '../gateways/acquirer/acquirer';
import type { Biller } from '../gateways/biller/biller';
import { createBiller } from '../gateways/biller/billers';
import { createMailer } from '../gateways/mail/mailers';
import type { Mailer } from '../gateways/mail/mailer';
import type { Smsc } from '../gateways/smsc/smsc';
import { createSmsc } from '../gateways/smsc/smscs';
import type { CardVault } from '../gateways/vault/vault';
import { createVault } from '../gateways/vault/vaults';
import type { Settings } from './settings';

export interface Carriers {
  smpp?: Smsc;
  twilio?: Smsc;
  mailer?: Mailer;
  close(): Promise<void>;
}

/**
 * Half of `absentAfterMs` at most: a call that was sent just before its time was over must have ended, and its request
 * be surely gone, when "never seen" is believed.
 */
export function patienceOf(timeoutMs: number, absentAfterMs: number) {
  return { timeoutMs: Math.min(timeoutMs, Math.floor(absentAfterMs / 2)), absentAfterMs };
}

/** The acquirers by name. Which one takes new payments is a setting; the others still answer for old ones. */
export function acquirersOf(settings: Settings): Map<string, Acquirer> {
  const acquirers = new Map<string, Acquirer>();
  if (settings.ACQUIRER_SECRET) acquirers.set('sandbox', sandboxOf(settings));
  if (settings.STRIPE_SECRET_KEY) acquirers.set('stripe', stripeOf(settings));
  if (!acquirers.has(settings.ACQUIRER)) {
    const missing = settings.ACQUIRER === 'stripe' ? 'STRIPE_SECRET_KEY' : 'ACQUIRER_SECRET';
    throw new Error(`ACQUIRER is ${settings.ACQUIRER}, but ${missing} is not set`);
  }
  return acquirers;
}

function sandboxOf(settings: Settings): Acquirer {
  return createAcquirer({
    kind: 'http',
    name: 'sandbox',
    url: settings.ACQUIRER_URL,
    secret: settings.ACQUIRER_SECRET,
    callbackSecret: settings.ACQUIRER_CALLBACK_SECRET,
    vault: vaultLineOf(settings),
    ...patienceOf(settings.ACQUIRER_TIMEOUT_MS, settings.ACQUIRER_ABSENT_AFTER_MS),
  });
}

/** Workers alone know the secret: where it is not told, nothing is sent by the vault. */
function vaultLineOf({ VAULT_URL: url, VAULT_FORWARD_SECRET: secret }: Settings) {
  return url && secret ? { url, secret } : undefined;
}

/** To erase card numbers in; undefined where none is set up, or this process has no part in it. */
export function vaultOf(settings: Settings): CardVault | undefined {
  const line = vaultLineOf(settings);
  return line && createVault({ kind: 'http', ...line, timeoutMs: settings.ACQUIRER_TIMEOUT_MS });
}

function stripeOf(settings: Settings): Acquirer {
  return createAcquirer({
    kind: 'stripe',
    name: 'stripe',
    secretKey: settings.STRIPE_SECRET_KEY,
    webhookSecret: settings.STRIPE_WEBHOOK_SECRET,
    apiBase: settings.STRIPE_API_BASE,
    ...patienceOf(settings.STRIPE_TIMEOUT_MS, settings.STRIPE_ABSENT_AFTER_MS),
  });
}

export const BILLER = 'billing';

export function billersOf(settings: Settings): Map<string, Biller> {
  const biller = createBiller({
    kind: 'http',
    name: BILLER,
    url: settings.BILLER_URL,
    secret: settings.BILLER_SECRET,
    ...patienceOf(settings.BILLER_TIMEOUT_MS, settings.BILLER_ABSENT_AFTER_MS),
  });
  return new Map([[BILLER, biller]]);
}

/** Only what is set up: a notification skips the ways that are not. */
export function carriersOf(settings: Settings): Carriers {
  const smpp = settings.SMSC_URL
    ? createSmsc({ kind: 'smpp', url: settings.SMSC_URL, sourceAddress: settings.SMSC_SOURCE_ADDRESS })
    : undefined;
  const twilio = twilioOf(settings);
  const mailer = settings.MAIL_URL
    ? createMailer({ kind: 'smtp', url: settings.MAIL_URL, from: settings.MAIL_FROM })
    : undefined;
  const close = async (): Promise<void> => {
    await Promise.all([smpp?.close(), twilio?.close(), mailer?.close()]);
  };
  return { smpp, twilio, mailer, close };
}

/** The API needs it too, to check the signatures of delivery callbacks. */
export function twilioOf(settings: Settings): Smsc | undefined {
  if (!settings.TWILIO_ACCOUNT_SID) return undefined;
  return createSmsc({
    kind: 'twilio',
    accountSid: settings.TWILIO_ACCOUNT_SID,
    authToken: settings.TWILIO_AUTH_TOKEN,
    from: settings.TWILIO_FROM,
    apiBase: settings.TWILIO_API_BASE,
    statusCallback: `${settings.PUBLIC_URL}/v1/callbacks/twilio`,
  });
}

/** Looks a gateway up; a payment names its gateways, so one that is no longer set up is an error to mend. */
export function named<T>(gateways: ReadonlyMap<string, T>, kind: string): (name: string) => T {
  return (name) => {
    const gateway = gateways.get(name);
    if (!gateway) throw new Error(`no ${kind} named "${name}" is set up`);
    return gateway;
  };
}
