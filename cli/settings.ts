import path from 'node:path';

/** What the command line needs to know of the stack that it speaks to. */
export interface Settings {
  /** Base address of the API, without a slash at the end. */
  url: string;
  /** The API key; never printed. */
  key?: string;
  /** Address of a payment's workflow in the Temporal Web UI, where that is known. */
  workflowUrl(paymentId: string): string | undefined;
  /** Base address of the sandbox; only the demo speaks to it. */
  sandboxUrl: string;
}

type Environment = Record<string, string | undefined>;

const LOOPBACK = ['127.0.0.1', 'localhost', '[::1]'];

/**
 * Reads the settings. Where none are given, they are those of a stack started by `npm start` in this folder.
 * The demo key is sent to this machine only: another address needs a `TILLFLOW_KEY`.
 * @param readText gives a file's text, or undefined where there is none
 * @throws Error naming the setting that makes no sense, never its value
 */
export function readSettings(
  environment: Environment,
  readText: (file: string) => string | undefined,
): Settings {
  const given = (name: string): string | undefined => environment[name] || undefined;
  const url = address('TILLFLOW_URL', given('TILLFLOW_URL') ?? local(given('API_PORT'), 3000));
  const isLocal = LOOPBACK.includes(new URL(url).hostname);
  const demoKey = (): string | undefined =>
    given('API_BOOTSTRAP_KEY') ??
    keyIn(readText(path.join(given('DATA_DIR') ?? '.data', 'dev-secrets.json')));
  const ui = given('TEMPORAL_UI_URL') ?? (isLocal ? local(given('TEMPORAL_UI_PORT'), 8233) : undefined);
  const namespace = given('TEMPORAL_NAMESPACE') ?? 'default';
  return {
    url,
    key: given('TILLFLOW_KEY') ?? (isLocal ? demoKey() : undefined),
    workflowUrl: (id) => ui && `${address('TEMPORAL_UI_URL', ui)}/namespaces/${namespace}/workflows/${id}`,
    sandboxUrl: address('SANDBOX_URL', given('SANDBOX_URL') ?? local(given('SANDBOX_PORT'), 3100)),
  };
}

function local(port: string | undefined, fallback: number): string {
  return `http://127.0.0.1:${port ?? fallback}`;
}

function address(setting: string, text: string): string {
  if (!URL.canParse(text) || !/^https?:$/.test(new URL(text).protocol)) {
    throw new Error(`${setting} must be an http or https address`);
  }
  return text.replace(/\/+$/, '');
}

function keyIn(secrets: string | undefined): string | undefined {
  if (secrets === undefined) return undefined;
  const { bootstrapKey } = JSON.parse(secrets) as { bootstrapKey?: string };
  return bootstrapKey;
}
