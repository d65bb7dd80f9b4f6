import { readSettings } from './settings';

const SECRETS = JSON.stringify({ bootstrapKey: 'tf_demo_1' });
const files = (texts: Record<string, string>) => (file: string) => texts[file];
const none = files({});

describe('settings of the command line', () => {
  it('are those of a local stack where nothing is set', () => {
    const settings = readSettings({}, files({ '.data/dev-secrets.json': SECRETS }));
    expect(settings).toMatchObject({
      url: 'http://127.0.0.1:3000',
      key: 'tf_demo_1',
      sandboxUrl: 'http://127.0.0.1:3100',
    });
    expect(settings.workflowUrl('pay_1')).toBe('http://127.0.0.1:8233/namespaces/default/workflows/pay_1');
  });

  it('follow the settings of the stack', () => {
    const environment = {
      API_PORT: '4000',
      TEMPORAL_UI_PORT: '4001',
      SANDBOX_PORT: '4002',
      DATA_DIR: 'elsewhere',
    };
    const settings = readSettings(environment, files({ 'elsewhere/dev-secrets.json': SECRETS }));
    expect(settings).toMatchObject({
      url: 'http://127.0.0.1:4000',
      key: 'tf_demo_1',
      sandboxUrl: 'http://127.0.0.1:4002',
    });
    expect(settings.workflowUrl('pay_1')).toMatch('http://127.0.0.1:4001/');
  });

  it('send the demo key to this machine only', () => {
    const readText = files({ '.data/dev-secrets.json': SECRETS });
    const remote = readSettings({ TILLFLOW_URL: 'https://pay.example', API_BOOTSTRAP_KEY: 'k' }, readText);
    expect(remote.key).toBeUndefined();
    expect(remote.workflowUrl('pay_1')).toBeUndefined();
    const keyed = readSettings({ TILLFLOW_URL: 'https://pay.example', TILLFLOW_KEY: 'tf_1' }, readText);
    expect(keyed.key).toBe('tf_1');
    expect(readSettings({ TILLFLOW_URL: 'http://127.0.0.1.example' }, readText).key).toBeUndefined();
  });

  it('name the one that makes no sense', () => {
    expect(() => readSettings({ TILLFLOW_URL: 'pay.example' }, none)).toThrow('TILLFLOW_URL');
    expect(() => readSettings({ SANDBOX_URL: 'ftp://x' }, none)).toThrow('SANDBOX_URL');
  });

  it('take an address with or without a slash at its end', () => {
    expect(readSettings({ TILLFLOW_URL: 'http://localhost:1/' }, none).url).toBe('http://localhost:1');
  });
});
