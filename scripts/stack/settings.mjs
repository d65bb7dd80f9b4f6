// Every port and address of the stack is a setting: from the environment, else from .env, else the default here.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseEnv } from 'node:util';
import { ROOT } from './paths.mjs';

/** Port settings and their defaults, by the name that the programmatic API uses. */
export const PORTS = {
  api: { setting: 'API_PORT', fallback: 3000 },
  temporal: { setting: 'TEMPORAL_PORT', fallback: 7233 },
  temporalUi: { setting: 'TEMPORAL_UI_PORT', fallback: 8233 },
  postgres: { setting: 'POSTGRES_PORT', fallback: 5433 },
  sandbox: { setting: 'SANDBOX_PORT', fallback: 3100 },
  sandboxSmpp: { setting: 'SANDBOX_SMPP_PORT', fallback: 2775 },
  sandboxSmtp: { setting: 'SANDBOX_SMTP_PORT', fallback: 2525 },
  vault: { setting: 'VAULT_PORT', fallback: 3200 },
};

/**
 * @typedef {object} Settings
 * @property {Record<keyof typeof PORTS, number>} ports
 * @property {string} host where the API listens
 * @property {string} dataDir absolute
 * @property {number} workers how many worker processes
 * @property {NodeJS.ProcessEnv} environment what was set, passed on to the processes
 */

/**
 * @param {NodeJS.ProcessEnv} environment
 * @returns {Settings}
 * @throws when a setting makes no sense, naming it
 */
export function readSettings(environment = withEnvFile(process.env)) {
  const ports = Object.fromEntries(
    Object.entries(PORTS).map(([name, { setting, fallback }]) => [
      name,
      port(environment, setting, fallback),
    ]),
  );
  rejectSharedPorts(ports);
  return {
    ports,
    host: environment.API_HOST || '127.0.0.1',
    dataDir: path.resolve(ROOT, environment.DATA_DIR || '.data'),
    workers: wholeNumber(environment, 'WORKERS', 1, 0, 64),
    environment,
  };
}

/** What is set in the environment wins over what .env says. */
export function withEnvFile(environment, file = path.join(ROOT, '.env')) {
  return existsSync(file) ? { ...parseEnv(readFileSync(file, 'utf8')), ...environment } : environment;
}

const port = (environment, setting, fallback) => wholeNumber(environment, setting, fallback, 1, 65_535);

function wholeNumber(environment, setting, fallback, least, most) {
  const text = environment[setting];
  if (text === undefined || text === '') return fallback;
  const value = Number(text);
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  throw new Error(`${setting} is "${text}"; it must be a whole number from ${least} to ${most}`);
}

function rejectSharedPorts(ports) {
  const owner = new Map();
  for (const [name, number] of Object.entries(ports)) {
    const { setting } = PORTS[name];
    if (owner.has(number))
      throw new Error(`${owner.get(number)} and ${setting} are both ${number}; give each its own port`);
    owner.set(number, setting);
  }
}
