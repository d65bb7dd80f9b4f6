import { z } from 'zod';

const milliseconds = (standard: number) => z.coerce.number().int().positive().default(standard);
const perMinute = (standard: number) => z.coerce.number().int().positive().default(standard);
const secret = z.string().min(32);

/** What the commands need. */
const databaseShape = z.object({
  VAULT_DATABASE_URL: z.string().min(1),
  /** `id:base64 of 32 bytes`, newest first, commas between. */
  VAULT_MASTER_KEYS: z.string().min(1),
});

/** Every setting of the vault, as environment variables; `.env.example` explains them to people. */
const shape = databaseShape.extend({
  VAULT_HOST: z.string().default('127.0.0.1'),
  VAULT_PORT: z.coerce.number().int().min(0).max(65535).default(3200),
  VAULT_TICKET_SECRET: secret,
  VAULT_FORWARD_SECRET: secret,
  /** The console's origins, commas between. */
  VAULT_ALLOWED_ORIGINS: z
    .string()
    .transform((text) => text.split(',').map((origin) => origin.trim()))
    .pipe(z.array(z.string().regex(/^https?:\/\/[^/\s]+$/, 'must be origins: scheme, host and port'))),
  VAULT_KEEP_MS: milliseconds(72 * 3_600_000),
  VAULT_SWEEP_EVERY_MS: milliseconds(60_000),
  VAULT_ENTRIES_PER_MINUTE: perMinute(20),
  VAULT_REQUESTS_PER_MINUTE: perMinute(300),
  ACQUIRER_URL: z.url().default('http://127.0.0.1:3100/acquirer'),
  ACQUIRER_SECRET: z.string().min(1),
  ACQUIRER_TIMEOUT_MS: milliseconds(3000),
  TRUSTED_PROXIES: z.coerce.number().int().min(0).default(0),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).default('info'),
});

const schema = shape.superRefine(({ VAULT_TICKET_SECRET, VAULT_FORWARD_SECRET }, context) => {
  if (VAULT_TICKET_SECRET !== VAULT_FORWARD_SECRET) return;
  const message = 'must be another than VAULT_TICKET_SECRET: whoever issues tickets may not send';
  context.addIssue({ code: 'custom', path: ['VAULT_FORWARD_SECRET'], message });
});

export type VaultSettings = z.infer<typeof shape>;

/** The names of all settings. */
export const VAULT_SETTINGS: readonly string[] = Object.keys(shape.shape);

/** @throws Error naming each setting that is missing or malformed, never its value */
export const readSettings = (env: NodeJS.ProcessEnv): VaultSettings => read(schema, env);

/** @throws as `readSettings` */
export const readDatabaseSettings = (env: NodeJS.ProcessEnv): z.infer<typeof databaseShape> =>
  read(databaseShape, env);

function read<T>(wanted: z.ZodType<T>, env: NodeJS.ProcessEnv): T {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const result = wanted.safeParse(given);
  if (result.success) return result.data;
  const problems = result.error.issues.map(({ path, message }) => `  ${path[0]?.toString()}: ${message}`);
  throw new Error(`These settings are missing or wrong:\n${problems.join('\n')}`);
}
