import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { without } from './acquirer';
import { brandOf } from './cards';
import { openEnvelope, rewrap, sealEnvelope, Unreadable } from './envelope';
import { describeError } from './errors';
import { MasterKeys } from './master-keys';
import { readDatabaseSettings, readSettings, VAULT_SETTINGS } from './settings';
import { newKey } from './testing/world';

describe('envelopes', () => {
  const keys = MasterKeys.parse(newKey('k1'));
  const secret = Buffer.from('a secret');

  it('are all different, and open with their key and about their record only', () => {
    const [one, other] = [sealEnvelope(secret, 'one', keys), sealEnvelope(secret, 'one', keys)];
    expect(one.sealed.equals(other.sealed)).toBe(false);
    expect(one.wrappedKey.equals(other.wrappedKey)).toBe(false);
    expect(openEnvelope(one, 'one', keys)).toEqual(secret);
    expect(() => openEnvelope(one, 'two', keys)).toThrow(Unreadable);
    expect(() => openEnvelope({ ...one, wrappedKey: other.wrappedKey }, 'one', keys)).toThrow(Unreadable);
    expect(() => openEnvelope(one, 'one', MasterKeys.parse(newKey('k1')))).toThrow(Unreadable);
    expect(() => openEnvelope(one, 'one', MasterKeys.parse(newKey('k2')))).toThrow('no master key');
  });

  it('open no more when any byte is changed', () => {
    const envelope = sealEnvelope(secret, 'one', keys);
    for (const part of ['sealed', 'wrappedKey'] as const) {
      for (let at = 0; at < envelope[part].length; at += 1) {
        const changed = Buffer.from(envelope[part]);
        changed[at]! ^= 1;
        expect(() => openEnvelope({ ...envelope, [part]: changed }, 'one', keys)).toThrow(Unreadable);
      }
    }
  });

  it('are under the newest key after rewrapping, and under no other', () => {
    const [older, newer] = [newKey('a'), newKey('b')];
    const envelope = sealEnvelope(secret, 'one', MasterKeys.parse(older));
    const again = { ...envelope, ...rewrap(envelope, 'one', MasterKeys.parse(`${newer},${older}`)) };
    expect(again.keyId).toBe('b');
    expect(openEnvelope(again, 'one', MasterKeys.parse(newer))).toEqual(secret);
    expect(() => openEnvelope(again, 'one', MasterKeys.parse(older))).toThrow(Unreadable);
  });
});

describe('master keys', () => {
  it.each(['', 'k1', `k1:${'A'.repeat(43)}`, `k1:${randomBytes(16).toString('base64')}`, `:${newKey('x')}`])(
    'that are malformed are refused without a word of them',
    (text) => {
      const parsing = () => MasterKeys.parse(text);
      expect(parsing).toThrow('key 1 of VAULT_MASTER_KEYS must be id:base64');
      if (text.length > 4) expect(parsing).not.toThrow(text.slice(3));
    },
  );

  it('of one id are refused', () => {
    expect(() => MasterKeys.parse(`${newKey('k')},${newKey('k')}`)).toThrow('two keys with the id "k"');
  });
});

describe('brands', () => {
  it.each([
    ['4242424242424242', 'visa'],
    ['5555555555554444', 'mastercard'],
    ['2223003122003222', 'mastercard'],
    ['2200000000000004', 'mir'],
    ['378282246310005', 'amex'],
    ['6011111111111117', 'discover'],
    ['6200000000000005', 'unionpay'],
    ['3566002020360505', 'jcb'],
    ['36227206271667', 'diners'],
    ['6759649826438453', 'maestro'],
    ['9999999999999995', 'unknown'],
  ])('%s is %s', (number, brand) => expect(brandOf(number)).toBe(brand));
});

describe('what others say', () => {
  it('is passed on without the number, however it is written', () => {
    const text = 'no: 4242424242424242, "4242 4242 4242 4242", 4242-4242.4242/4242; op_42424242';
    expect(without(text, '4242424242424242')).toBe(
      'no: [card number], "[card number]", [card number]; op_42424242',
    );
  });

  it('in an error is told by its name and place, not by its words', () => {
    const error = Object.assign(new TypeError('bad 4242424242424242\n at 4242424242424242'), {
      code: '23505',
    });
    const told = describeError(error);
    expect(told).toMatchObject({ error: 'TypeError', code: '23505' });
    expect(JSON.stringify(told)).not.toContain('4242');
    expect(describeError('4242424242424242')).toEqual({ error: 'string' });
  });
});

describe('settings', () => {
  const least = {
    VAULT_DATABASE_URL: 'postgresql://x',
    VAULT_MASTER_KEYS: newKey('k1'),
    VAULT_TICKET_SECRET: 't'.repeat(32),
    VAULT_FORWARD_SECRET: 'f'.repeat(32),
    VAULT_ALLOWED_ORIGINS: 'https://console.example, http://127.0.0.1:3000',
    ACQUIRER_SECRET: 's',
  };

  it('the least that is needed is enough', () => {
    expect(readSettings(least)).toMatchObject({
      VAULT_PORT: 3200,
      VAULT_KEEP_MS: 259_200_000,
      VAULT_ALLOWED_ORIGINS: ['https://console.example', 'http://127.0.0.1:3000'],
    });
  });

  it.each([
    ['VAULT_MASTER_KEYS', ''],
    ['VAULT_TICKET_SECRET', 'too-short'],
    ['VAULT_FORWARD_SECRET', least.VAULT_TICKET_SECRET],
    ['VAULT_ALLOWED_ORIGINS', '*'],
    ['VAULT_ALLOWED_ORIGINS', 'https://console.example/'],
    ['ACQUIRER_SECRET', ''],
  ])('%s=%s is refused by name, and without a value', (name, value) => {
    const reading = () => readSettings({ ...least, [name]: value });
    expect(reading).toThrow(name);
    if (value.length > 1) expect(reading).not.toThrow(value);
  });

  it('are in .env.example and in docker-compose.yml, every one', () => {
    const read = (name: string) => readFileSync(path.join(__dirname, '..', name), 'utf8');
    const [example, compose] = [read('.env.example'), read('docker-compose.yml')];
    expect(VAULT_SETTINGS.length).toBeGreaterThan(12);
    expect(VAULT_SETTINGS.filter((name) => !new RegExp(`^#?${name}=`, 'm').test(example))).toEqual([]);
    expect(VAULT_SETTINGS.filter((name) => !new RegExp(`^ +${name}: .`, 'm').test(compose))).toEqual([]);
  });

  it('the commands need database and keys alone', () => {
    const { VAULT_DATABASE_URL, VAULT_MASTER_KEYS } = least;
    expect(readDatabaseSettings({ VAULT_DATABASE_URL, VAULT_MASTER_KEYS })).toBeDefined();
    expect(() => readDatabaseSettings({})).toThrow('VAULT_MASTER_KEYS');
  });
});
