// Secrets of a development stack: made once for a data folder and kept there, readable by its owner only.
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const hex = (bytes) => randomBytes(bytes).toString('hex');

const GENERATORS = {
  postgresPassword: () => hex(16),
  payloadKeys: () => `dev1:${randomBytes(32).toString('base64')}`,
  acquirerSecret: () => `sk_sandbox_${hex(16)}`,
  acquirerCallbackSecret: () => `whsec_${hex(16)}`,
  billerSecret: () => `biller_${hex(16)}`,
  // SMPP 3.4 has room for eight characters.
  smppPassword: () => hex(4),
  twilioAccountSid: () => `AC${hex(16)}`,
  twilioAuthToken: () => hex(16),
  bootstrapKey: () => `tf_demo_${hex(20)}`,
};

/** @returns {Record<keyof typeof GENERATORS, string>} */
export function newSecrets() {
  return Object.fromEntries(Object.entries(GENERATORS).map(([name, make]) => [name, make()]));
}

/** Those of a data folder. @returns {Record<keyof typeof GENERATORS, string>} */
export function devSecrets(dataDir) {
  const file = path.join(dataDir, 'dev-secrets.json');
  const kept = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
  if (Object.keys(GENERATORS).every((name) => kept[name])) return kept;
  const secrets = { ...newSecrets(), ...kept };
  mkdirSync(dataDir, { recursive: true });
  writeFileSync(file, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 });
  return secrets;
}
