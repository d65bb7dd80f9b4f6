// What the processes are told. Each is configured by its environment and nothing else; what was already set wins.
import path from 'node:path';
import { hostAndPort, urlOf } from './addresses.mjs';
import { postgresUrl } from './postgres.mjs';
import { withoutVaultsOwn } from './vaults-own.mjs';

/** Where the vault keeps its card numbers: apart from everything else, under a role that sees nothing else. */
export const VAULT_DATABASE = { database: 'tillflow_vault', user: 'vault' };

/** All that the vault is told of what was set. */
const VAULT_IS_TOLD =
  /^(VAULT_.*|ACQUIRER_(URL|SECRET|TIMEOUT_MS)|TRUSTED_PROXIES|LOG_LEVEL|NODE_.*|PATH|LANG|TZ|SystemRoot)$/;

/**
 * @param {import('./settings.mjs').Settings} settings
 * @param {Record<string, string>} secrets of `devSecrets`
 * @param {{ databaseUrl: string, temporalAddress: string }} servers
 * @param {boolean} hasVault whether the stack starts one
 * @returns {NodeJS.ProcessEnv}
 */
export function processEnvironment(settings, secrets, servers, hasVault) {
  const { ports, hosts, dataDir } = settings;
  const environment = withoutVaultsOwn(settings.environment);
  const sandbox = urlOf(hosts.sandbox, ports.sandbox);
  const defaults = {
    NODE_ENV: 'production',
    TEMPORAL_NAMESPACE: 'default',
    // The Web UI of a server that somebody else runs is theirs to tell.
    ...(!environment.TEMPORAL_ADDRESS && { TEMPORAL_UI_URL: urlOf(hosts.temporal, ports.temporalUi) }),
    PUBLIC_URL: urlOf(hosts.api, ports.api),
    API_BOOTSTRAP_KEY: secrets.bootstrapKey,
    PAYLOAD_KEYS: secrets.payloadKeys,
    // Whoever reaches it can read payloads: only where nobody but this machine does.
    CODEC_ENDPOINT: String(['127.0.0.1', 'localhost', '::1'].includes(hosts.api)),
    ACQUIRER: 'sandbox',
    ACQUIRER_URL: `${sandbox}/acquirer`,
    ACQUIRER_SECRET: secrets.acquirerSecret,
    ACQUIRER_CALLBACK_SECRET: secrets.acquirerCallbackSecret,
    BILLER_URL: `${sandbox}/biller`,
    BILLER_SECRET: secrets.billerSecret,
    SMSC_URL: `smpp://tillflow:${secrets.smppPassword}@${hostAndPort(hosts.sandbox, ports.sandboxSmpp)}`,
    TWILIO_API_BASE: `${sandbox}/twilio`,
    TWILIO_ACCOUNT_SID: secrets.twilioAccountSid,
    TWILIO_AUTH_TOKEN: secrets.twilioAuthToken,
    TWILIO_FROM: '+15005550006',
    MAIL_URL: `smtp://${hostAndPort(hosts.sandbox, ports.sandboxSmtp)}`,
    MAIL_FROM: 'Tillflow <receipts@tillflow.test>',
    // Receivers of one's own, on this machine.
    WEBHOOK_ALLOWED_HOSTS: '127.0.0.1,localhost',
    ...(hasVault && { VAULT_URL: urlOf(hosts.vault, ports.vault) }),
    SANDBOX_URL: sandbox,
    SANDBOX_PUBLIC_URL: sandbox,
    SANDBOX_SMPP_PASSWORD: secrets.smppPassword,
    SANDBOX_DATA_DIR: path.join(dataDir, 'sandbox'),
  };
  return {
    ...defaults,
    ...environment,
    DATABASE_URL: servers.databaseUrl,
    TEMPORAL_ADDRESS: servers.temporalAddress,
    API_HOST: hosts.api,
    API_PORT: String(ports.api),
    SANDBOX_HOST: hosts.sandbox,
    SANDBOX_PORT: String(ports.sandbox),
    SANDBOX_SMPP_PORT: String(ports.sandboxSmpp),
    SANDBOX_SMTP_PORT: String(ports.sandboxSmtp),
  };
}

/** Besides, the API signs tickets for the vault and the workers send by it: neither can do the other's part. */
export function vaultSecretOf(part, { environment }, secrets) {
  return part === 'api'
    ? { VAULT_TICKET_SECRET: environment.VAULT_TICKET_SECRET || secrets.vaultTicketSecret }
    : { VAULT_FORWARD_SECRET: environment.VAULT_FORWARD_SECRET || secrets.vaultForwardSecret };
}

/** What the vault is told: nothing of the product's database, keys or people. */
export function vaultEnvironment({ ports, hosts, environment }, secrets, { env, masterKeys }) {
  const { origin, hostname } = new URL(env.PUBLIC_URL);
  const origins = hostname === '127.0.0.1' ? [origin, origin.replace(hostname, 'localhost')] : [origin];
  const told = Object.entries(env).filter(([name]) => VAULT_IS_TOLD.test(name));
  const set = Object.entries(environment).filter(([name, value]) => name.startsWith('VAULT_') && value);
  return {
    ...Object.fromEntries(told),
    VAULT_DATABASE_URL: postgresUrl({
      host: hosts.postgres,
      port: ports.postgres,
      password: secrets.vaultPassword,
      ...VAULT_DATABASE,
    }),
    VAULT_MASTER_KEYS: masterKeys,
    VAULT_TICKET_SECRET: secrets.vaultTicketSecret,
    VAULT_FORWARD_SECRET: secrets.vaultForwardSecret,
    VAULT_ALLOWED_ORIGINS: origins.join(','),
    ...Object.fromEntries(set),
    VAULT_HOST: hosts.vault,
    VAULT_PORT: String(ports.vault),
  };
}
