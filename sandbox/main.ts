import { type SandboxOptions, startSandbox } from './sandbox';
import type { Secrets } from './secrets';

/** The sandbox as a program, configured by its environment. See docs/protocols/sandbox.md. */
async function main(): Promise<void> {
  const sandbox = await startSandbox(readEnvironment(process.env));
  const { url, smppPort, smtpPort } = sandbox;
  console.log(`sandbox: HTTP at ${url}, SMPP on port ${smppPort}, SMTP on port ${smtpPort}`);
  const stop = (): void => {
    void sandbox.close().then(() => process.exit(0));
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
}

function readEnvironment(environment: NodeJS.ProcessEnv): SandboxOptions {
  const { SMSC_URL } = environment;
  const secrets: Partial<Secrets> = {
    acquirer: environment.ACQUIRER_SECRET,
    acquirerCallback: environment.ACQUIRER_CALLBACK_SECRET,
    biller: environment.BILLER_SECRET,
    smppPassword:
      environment.SANDBOX_SMPP_PASSWORD ?? (SMSC_URL && decodeURIComponent(new URL(SMSC_URL).password)),
    twilioAccountSid: environment.TWILIO_ACCOUNT_SID,
    twilioAuthToken: environment.TWILIO_AUTH_TOKEN,
  };
  return {
    host: environment.SANDBOX_HOST,
    port: readPort(environment, 'SANDBOX_PORT', 3100),
    smppPort: readPort(environment, 'SANDBOX_SMPP_PORT', 2775),
    smtpPort: readPort(environment, 'SANDBOX_SMTP_PORT', 2525),
    publicUrl: environment.SANDBOX_PUBLIC_URL,
    dataDir: environment.SANDBOX_DATA_DIR,
    secrets: Object.fromEntries(Object.entries(secrets).filter(([, value]) => value)),
  };
}

function readPort(environment: NodeJS.ProcessEnv, name: string, fallback: number): number {
  const port = Number(environment[name] ?? fallback);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new Error(`${name} must be a port number.`);
}

main().catch((error: NodeJS.ErrnoException & { port?: number }) => {
  const taken = error.code === 'EADDRINUSE';
  console.error(
    taken
      ? `sandbox: port ${error.port} is taken; set SANDBOX_PORT, SANDBOX_SMPP_PORT or SANDBOX_SMTP_PORT.`
      : `sandbox: ${error.message}`,
  );
  process.exit(1);
});
