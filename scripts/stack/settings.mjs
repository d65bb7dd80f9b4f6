// Every port and address of the stack is a setting: from the environment, else from .env, else the default here.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseEnv } from 'node:util';
import { ROOT } from './paths.mjs';

/** Where parts listen, by the name that the programmatic API uses; on this machine only, unless set. */
export const HOSTS = {
  api: 'API_HOST',
  temporal: 'TEMPORAL_HOST',
  postgres: 'POSTGRES_HOST',
  sandbox: 'SANDBOX_HOST',
  vault: 'VAULT_HOST',
  worker: 'WORKER_HEALTH_HOST',
};

/** Port settings, their defaults, and the part whose host they are on. */
export const PORTS = {
  api: { setting: 'API_PORT', fallback: 3000, on: 'api' },
  temporal: { setting: 'TEMPORAL_PORT', fallback: 7233, on: 'temporal' },
  temporalUi: { setting: 'TEMPORAL_UI_PORT', fallback: 8233, on: 'temporal' },
  postgres: { setting: 'POSTGRES_PORT', fallback: 5433, on: 'postgres' },
  sandbox: { setting: 'SANDBOX_PORT', fallback: 3100, on: 'sandbox' },
  sandboxSmpp: { setting: 'SANDBOX_SMPP_PORT', fallback: 2775, on: 'sandbox' },
  sandboxSmtp: { setting: 'SANDBOX_SMTP_PORT', fallback: 2525, on: 'sandbox' },
  vault: { setting: 'VAULT_PORT', fallback: 3200, on: 'vault' },
  /** The first worker's; each further one has the next. */
  workerHealth: { setting: 'WORKER_HEALTH_PORT', fallback: 3300, on: 'worker' },
};

/**
 * @typedef {object} Settings
 * @property {Record<keyof typeof PORTS, number>} ports
 * @property {Record<keyof typeof HOSTS, string>} hosts
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
  const workers = wholeNumber(environment, 'WORKERS', 1, 0, 64);
  rejectSharedPorts(ports, workers);
  rejectMalformed(environment);
  return {
    ports,
    hosts: Object.fromEntries(
      Object.entries(HOSTS).map(([part, setting]) => [part, environment[setting] || '127.0.0.1']),
    ),
    dataDir: path.resolve(ROOT, environment.DATA_DIR || '.data'),
    workers,
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

const canBeUrl = (text, schemes) => URL.canParse(text) && schemes.includes(new URL(text).protocol);
const webAddress = (text) => canBeUrl(text, ['http:', 'https:']) || 'an http or https address';
const database = (text) =>
  canBeUrl(text, ['postgresql:', 'postgres:']) || 'postgresql://user:password@host:port/database';

/** Of what the starting itself reads: the form, or true. The processes check the rest of theirs. */
const FORMS = {
  PUBLIC_URL: webAddress,
  SANDBOX_PUBLIC_URL: webAddress,
  DATABASE_URL: database,
  VAULT_DATABASE_URL: database,
  // A development server binds all its services there, and looks for them at 127.0.0.1.
  TEMPORAL_HOST: (text) => ['127.0.0.1', '0.0.0.0'].includes(text) || '127.0.0.1 or 0.0.0.0',
  TEMPORAL_ADDRESS: (text) => /^[^\s/]+:\d+$/.test(text) || 'host:port',
  TEMPORAL_SQLITE_SYNCHRONOUS: (text) => ['NORMAL', 'FULL'].includes(text) || 'NORMAL or FULL',
  SMSC_URL: (text) => canBeUrl(text, ['smpp:', 'ssmpp:']) || 'smpp://system-id:password@host:port',
};

/** Without the values, as some have passwords in them. */
function rejectMalformed(environment) {
  for (const [setting, check] of Object.entries(FORMS)) {
    const text = environment[setting];
    const form = text ? check(text) : true;
    if (form !== true) throw new Error(`${setting} makes no sense; it must be ${form}`);
  }
}

function rejectSharedPorts({ workerHealth, ...others }, workers) {
  const single = Object.entries(others).map(([name, number]) => [PORTS[name].setting, number]);
  const { setting: first } = PORTS.workerHealth;
  const row = Array.from({ length: workers }, (_, index) => [
    index ? `${first} + ${index}` : first,
    workerHealth + index,
  ]);
  const owner = new Map();
  for (const [setting, number] of [...single, ...row]) {
    if (owner.has(number))
      throw new Error(`${owner.get(number)} and ${setting} are both ${number}; give each its own port`);
    owner.set(number, setting);
  }
}
