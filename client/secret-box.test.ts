import { randomBytes } from 'node:crypto';
import { parsePayloadKeys } from './codec';
import { SecretBox } from './secret-box';

const keyText = (id: string) => `${id}:${randomBytes(32).toString('base64')}`;
const boxOf = (...keys: string[]) => new SecretBox(parsePayloadKeys(keys.join()));
const [first, second] = [keyText('k-1'), keyText('k.2')];

test('what was sealed is opened, and can’t be read meanwhile', () => {
  const box = boxOf(first);
  const sealed = box.seal('whsec_secret', 'webhook whe_1');
  expect(sealed).toMatch(/^k-1\.[A-Za-z0-9+/]+=*$/);
  expect(Buffer.from(sealed.slice(4), 'base64').toString('latin1')).not.toContain('secret');
  expect(box.open(sealed, 'webhook whe_1')).toBe('whsec_secret');
  expect(box.seal('whsec_secret', 'webhook whe_1')).not.toBe(sealed);
});

test('what one key sealed is opened after another has taken over, and not once it is gone', () => {
  const sealed = boxOf(second).seal('s', 'p');
  expect(boxOf(first, second).open(sealed, 'p')).toBe('s');
  expect(() => boxOf(first).open(sealed, 'p')).toThrow('no payload key with the id "k.2"');
});

test('it opens for nothing else, nor when it was altered', () => {
  const box = boxOf(first);
  const sealed = box.seal('s', 'webhook whe_1');
  expect(() => box.open(sealed, 'webhook whe_2')).toThrow();
  const bytes = Buffer.from(sealed.slice(4), 'base64');
  bytes[13]! ^= 1;
  expect(() => box.open(`k-1.${bytes.toString('base64')}`, 'webhook whe_1')).toThrow();
});

test('a fingerprint is the same for the same text, and only under the same key and purpose', () => {
  const print = boxOf(first).fingerprint('a password', 'request');
  expect(print).toMatch(/^[0-9a-f]{64}$/);
  expect(boxOf(first, second).fingerprint('a password', 'request')).toBe(print);
  const others = [
    boxOf(first).fingerprint('another', 'request'),
    boxOf(first).fingerprint('a password', 'other'),
    boxOf(second, first).fingerprint('a password', 'request'),
  ];
  expect(new Set([print, ...others]).size).toBe(4);
});
