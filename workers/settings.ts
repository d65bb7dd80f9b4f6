import { z } from 'zod';
import { DEFAULT_OPERATING_SETTINGS } from '../domain/operating-settings';
import type { OperatingSettings } from '../domain/operating-settings';

const milliseconds = (standard: number) => z.coerce.number().int().positive().default(standard);
/** Shorter than this, "never seen" would be believed of a request that a slow line still carries. */
const absentAfter = (standard: number) => z.coerce.number().int().min(2000).default(standard);
const port = (standard: number) => z.coerce.number().int().min(0).max(65535).default(standard);
/** Shorter than a day, it would be gone while whoever needs it still tries. */
const keptFor = (days: number) =>
  z.coerce
    .number()
    .int()
    .min(86_400_000)
    .default(days * 86_400_000);
const flag = (standard: boolean) =>
  z
    .enum(['true', 'false'])
    .default(standard ? 'true' : 'false')
    .transform((text) => text === 'true');

/** Every setting of the API and the workers, as environment variables; `.env.example` explains them to people. */
const shape = z.object({
  DATABASE_URL: z.string().min(1),
  DATABASE_POOL_SIZE: z.coerce.number().int().min(1).max(200).default(10),
  TEMPORAL_ADDRESS: z.string().default('127.0.0.1:7233'),
  TEMPORAL_NAMESPACE: z.string().default('default'),
  TEMPORAL_UI_URL: z.string().optional(),
  PAYLOAD_KEYS: z.string().min(1),
  API_HOST: z.string().default('127.0.0.1'),
  API_PORT: port(3000),
  /** Where payers and acquirers reach the API. */
  PUBLIC_URL: z.url().default('http://127.0.0.1:3000'),
  /** Whether the API process works on fresh payments itself. */
  API_HOSTS_WORKER: flag(true),
  API_BOOTSTRAP_KEY: z.string().min(16).optional(),
  /** How long a caller waits for the funding answer before it is told that the payment goes on. */
  ANSWER_TIMEOUT_MS: milliseconds(20_000),
  PAGE_EXPIRY_MS: milliseconds(30 * 60_000),
  /** When a person's session ends: unused for so long, and after so long however busy. */
  SESSION_IDLE_MS: milliseconds(30 * 60_000),
  SESSION_LIFETIME_MS: milliseconds(12 * 3_600_000),
  RATE_LIMIT_PER_SECOND: z.coerce.number().int().positive().default(600),
  /** Whether the API decrypts payloads for the Temporal Web UI: only where nobody else reaches it, or with a token. */
  CODEC_ENDPOINT: flag(false),
  CODEC_TOKEN: z.string().optional(),
  /** For the landing page's link; nothing depends on it. */
  SANDBOX_URL: z.url().optional(),
  /** How many proxies stand before the API, for the caller's address. */
  TRUSTED_PROXIES: z.coerce.number().int().min(0).default(0),
  ACQUIRER: z.enum(['sandbox', 'stripe']).default('sandbox'),
  ACQUIRER_URL: z.url().default('http://127.0.0.1:3100/acquirer'),
  ACQUIRER_SECRET: z.string().default(''),
  ACQUIRER_CALLBACK_SECRET: z.string().default(''),
  ACQUIRER_TIMEOUT_MS: milliseconds(3000),
  ACQUIRER_ABSENT_AFTER_MS: absentAfter(15_000),
  STRIPE_SECRET_KEY: z.string().default(''),
  STRIPE_WEBHOOK_SECRET: z.string().default(''),
  STRIPE_API_BASE: z.url().optional(),
  /** Below the 8 s after which a local activity is ended, so that it is the call that times out. */
  STRIPE_TIMEOUT_MS: milliseconds(7000),
  STRIPE_ABSENT_AFTER_MS: absentAfter(120_000),
  BILLER_URL: z.url().default('http://127.0.0.1:3100/biller'),
  BILLER_SECRET: z.string().default(''),
  BILLER_TIMEOUT_MS: milliseconds(3000),
  BILLER_ABSENT_AFTER_MS: absentAfter(15_000),
  SMSC_URL: z.string().optional(),
  SMSC_SOURCE_ADDRESS: z.string().default('Tillflow'),
  TWILIO_API_BASE: z.url().optional(),
  TWILIO_ACCOUNT_SID: z.string().optional(),
  TWILIO_AUTH_TOKEN: z.string().default(''),
  TWILIO_FROM: z.string().default(''),
  MAIL_URL: z.string().optional(),
  MAIL_FROM: z.string().default('Tillflow <receipts@tillflow.example>'),
  SWEEP_EVERY_MS: milliseconds(5 * 60_000),
  STRANDED_AFTER_MS: milliseconds(60_000),
  SEAL_EVERY_MS: milliseconds(1000),
  /** How long answers to requests with a key are kept, webhooks' deliveries once they are settled, and messages. */
  IDEMPOTENCY_KEEP_MS: keptFor(30),
  WEBHOOK_KEEP_MS: keptFor(90),
  MESSAGE_KEEP_MS: keptFor(400),
  /** Whether webhooks go to http addresses of public hosts, too. */
  WEBHOOK_ALLOW_HTTP: flag(false),
  /** Where webhooks may go besides public hosts: `host[:port]` and CIDR blocks, with commas between. */
  WEBHOOK_ALLOWED_HOSTS: z.string().default(''),
  /** Where workers reach the vault; without it, no card numbers are keyed in during an outage. */
  VAULT_URL: z.url().optional(),
  /** Where browsers reach it, when that is elsewhere. */
  VAULT_PUBLIC_URL: z.url().optional(),
  /** The API's alone. */
  VAULT_TICKET_SECRET: z.string().min(32).optional(),
  /** The workers' alone. */
  VAULT_FORWARD_SECRET: z.string().min(32).optional(),
  /** Where a worker tells whether it is ready; without a port, nowhere. */
  WORKER_HEALTH_HOST: z.string().default('127.0.0.1'),
  WORKER_HEALTH_PORT: z.coerce.number().int().min(0).max(65535).optional(),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).default('info'),
});

/** Its second is needed where the first is set: with an empty secret, anybody's callback would look genuine. */
const TOGETHER = [
  ['ACQUIRER_SECRET', 'ACQUIRER_CALLBACK_SECRET'],
  ['STRIPE_SECRET_KEY', 'STRIPE_WEBHOOK_SECRET'],
  ['TWILIO_ACCOUNT_SID', 'TWILIO_AUTH_TOKEN'],
  ['TWILIO_ACCOUNT_SID', 'TWILIO_FROM'],
] as const;

const schema = shape.superRefine((settings, context) => {
  for (const [set, needed] of TOGETHER) {
    if (!settings[set] || settings[needed]) continue;
    context.addIssue({ code: 'custom', path: [needed], message: `required where ${set} is set` });
  }
});

export type Settings = z.infer<typeof shape>;

/** The operating settings until an administrator changes them: some begin with what the process is set up with. */
export function operatingDefaults({ PAGE_EXPIRY_MS }: Settings): OperatingSettings {
  const { expiry, ...others } = DEFAULT_OPERATING_SETTINGS;
  return { ...others, expiry: { ...expiry, hostedPageMs: PAGE_EXPIRY_MS } };
}

/** The names of all settings. */
export const SETTINGS: readonly string[] = Object.keys(shape.shape);

/**
 * Reads the settings.
 * @throws Error naming each setting that is missing or malformed, never its value.
 */
export function readSettings(env: NodeJS.ProcessEnv): Settings {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const read = schema.safeParse(given);
  if (read.success) return read.data;
  const problems = read.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`);
  throw new Error(`These settings are missing or wrong:\n${problems.join('\n')}`);
}
