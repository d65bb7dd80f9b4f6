// Secrets of a development stack: made once for a data folder and kept there, readable by its owner only.
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { writeWhole } from './whole-file.mjs';

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
  vaultPassword: () => hex(16),
  vaultTicketSecret: () => hex(32),
  vaultForwardSecret: () => hex(32),
};

/** @returns {Record<keyof typeof GENERATORS, string>} */
export function newSecrets() {
  return Object.fromEntries(Object.entries(GENERATORS).map(([name, make]) => [name, make()]));
}

/** What card numbers are sealed with, in a file of its own: it is for the vault and nobody else. */
export function vaultMasterKeys(dataDir) {
  const file = path.join(dataDir, 'vault-master-keys');
  if (!existsSync(file)) writeWhole(file, `${newMasterKey()}\n`, { mode: 0o600 });
  return readFileSync(file, 'utf8').trim();
}

/** Named by its day, so that keys tell their order. */
export function newMasterKey() {
  return `${new Date().toISOString().slice(0, 10)}-${hex(2)}:${randomBytes(32).toString('base64')}`;
}

/** Those of a data folder. @returns {Record<keyof typeof GENERATORS, string>} */
export function devSecrets(dataDir) {
  const file = path.join(dataDir, 'dev-secrets.json');
  const kept = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
  if (Object.keys(GENERATORS).every((name) => kept[name])) return kept;
  const secrets = { ...newSecrets(), ...kept };
  writeWhole(file, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 });
  return secrets;
}
