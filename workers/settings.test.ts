import { readFileSync } from 'node:fs';
import path from 'node:path';
import { acquirersOf, patienceOf } from './gateways';
import { readSettings, SETTINGS } from './settings';

const LEAST = { DATABASE_URL: 'postgresql://x', PAYLOAD_KEYS: 'k' };

describe('settings', () => {
  test('the least that is needed is enough', () => {
    expect(readSettings(LEAST)).toMatchObject({ ACQUIRER: 'sandbox', API_PORT: 3000 });
  });

  test.each([
    ['ACQUIRER_SECRET', 'ACQUIRER_CALLBACK_SECRET', {}],
    ['STRIPE_SECRET_KEY', 'STRIPE_WEBHOOK_SECRET', {}],
    ['TWILIO_ACCOUNT_SID', 'TWILIO_AUTH_TOKEN', { TWILIO_FROM: '+15005550006' }],
    ['TWILIO_ACCOUNT_SID', 'TWILIO_FROM', { TWILIO_AUTH_TOKEN: 't' }],
  ])('%s without %s is refused by name, and without a value', (set, needed, others) => {
    const given = { ...LEAST, ...others, [set]: 'a-secret', [needed]: '' };
    const reading = () => readSettings(given);
    expect(reading).toThrow(`${needed}: required where ${set} is set`);
    expect(reading).not.toThrow('a-secret');
    expect(() => readSettings({ ...given, [needed]: 'another' })).not.toThrow();
  });

  test.each(['ACQUIRER', 'STRIPE', 'BILLER'])('%s_ABSENT_AFTER_MS can’t be so short that it lies', (name) => {
    const setting = `${name}_ABSENT_AFTER_MS`;
    expect(() => readSettings({ ...LEAST, [setting]: '1999' })).toThrow(setting);
    expect(() => readSettings({ ...LEAST, [setting]: '2000' })).not.toThrow();
  });

  test('every one is in .env.example, where people look for them', () => {
    const text = readFileSync(path.join(__dirname, '..', '.env.example'), 'utf8');
    expect(SETTINGS.length).toBeGreaterThan(40);
    expect(SETTINGS.filter((name) => !new RegExp(`^#?${name}=`, 'm').test(text))).toEqual([]);
  });
});

describe('how long an outside system has', () => {
  test('a call ends in half the time after which “never seen” is believed', () => {
    expect(patienceOf(3000, 15_000)).toEqual({ timeoutMs: 3000, absentAfterMs: 15_000 });
    expect(patienceOf(3000, 3000)).toEqual({ timeoutMs: 1500, absentAfterMs: 3000 });
  });

  test('Stripe keeps its own, whatever the sandbox’s are', async () => {
    const settings = readSettings({
      ...LEAST,
      ...{ ACQUIRER_SECRET: 's', ACQUIRER_CALLBACK_SECRET: 's', ACQUIRER_ABSENT_AFTER_MS: '4000' },
      ...{ STRIPE_SECRET_KEY: 'sk_test_1', STRIPE_WEBHOOK_SECRET: 's' },
    });
    const acquirers = acquirersOf(settings);
    expect(acquirers.get('stripe')?.absentAfterMs).toBe(120_000);
    expect(acquirers.get('sandbox')?.absentAfterMs).toBe(4000);
    // Local activities end after 8 s.
    expect(settings.STRIPE_TIMEOUT_MS).toBeLessThan(8000);
    await Promise.all([...acquirers.values()].map((acquirer) => acquirer.close()));
  });
});
