// What the processes are told. Each is configured by its environment and nothing else; what was already set wins.
import path from 'node:path';

/**
 * @param {import('./settings.mjs').Settings} settings
 * @param {Record<string, string>} secrets of `devSecrets`
 * @param {{ databaseUrl: string, temporalAddress: string }} servers
 * @returns {NodeJS.ProcessEnv}
 */
export function processEnvironment({ ports, host, dataDir, environment }, secrets, servers) {
  const sandbox = `http://127.0.0.1:${ports.sandbox}`;
  const defaults = {
    NODE_ENV: 'production',
    TEMPORAL_NAMESPACE: 'default',
    // The Web UI of a server that somebody else runs is theirs to tell.
    ...(!environment.TEMPORAL_ADDRESS && { TEMPORAL_UI_URL: `http://127.0.0.1:${ports.temporalUi}` }),
    PUBLIC_URL: publicUrl(host, ports.api),
    API_BOOTSTRAP_KEY: secrets.bootstrapKey,
    PAYLOAD_KEYS: secrets.payloadKeys,
    // Whoever reaches it can read payloads: only where nobody but this machine does.
    CODEC_ENDPOINT: String(['127.0.0.1', 'localhost', '::1'].includes(host)),
    ACQUIRER: 'sandbox',
    ACQUIRER_URL: `${sandbox}/acquirer`,
    ACQUIRER_SECRET: secrets.acquirerSecret,
    ACQUIRER_CALLBACK_SECRET: secrets.acquirerCallbackSecret,
    BILLER_URL: `${sandbox}/biller`,
    BILLER_SECRET: secrets.billerSecret,
    SMSC_URL: `smpp://tillflow:${secrets.smppPassword}@127.0.0.1:${ports.sandboxSmpp}`,
    TWILIO_API_BASE: `${sandbox}/twilio`,
    TWILIO_ACCOUNT_SID: secrets.twilioAccountSid,
    TWILIO_AUTH_TOKEN: secrets.twilioAuthToken,
    TWILIO_FROM: '+15005550006',
    MAIL_URL: `smtp://127.0.0.1:${ports.sandboxSmtp}`,
    MAIL_FROM: 'Tillflow <receipts@tillflow.test>',
    // Receivers of one's own, on this machine.
    WEBHOOK_ALLOWED_HOSTS: '127.0.0.1,localhost',
    SANDBOX_URL: sandbox,
    SANDBOX_HOST: '127.0.0.1',
    SANDBOX_SMPP_PASSWORD: secrets.smppPassword,
    SANDBOX_DATA_DIR: path.join(dataDir, 'sandbox'),
  };
  return {
    ...defaults,
    ...environment,
    DATABASE_URL: servers.databaseUrl,
    TEMPORAL_ADDRESS: servers.temporalAddress,
    API_HOST: host,
    API_PORT: String(ports.api),
    SANDBOX_PORT: String(ports.sandbox),
    SANDBOX_SMPP_PORT: String(ports.sandboxSmpp),
    SANDBOX_SMTP_PORT: String(ports.sandboxSmtp),
  };
}

/** An address that a browser on this machine can open: 0.0.0.0 is none. */
export function publicUrl(host, port) {
  const name = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host.includes(':') ? `[${host}]` : host;
  return `http://${name}:${port}`;
}
