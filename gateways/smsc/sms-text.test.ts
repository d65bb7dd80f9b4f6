import { encodings } from 'smpp';
import { encodeText } from './sms-text';

const lengths = (text: string) => encodeText(text).parts.map((part) => part.length);

test('160 characters of GSM go alone, 161 go in parts of 153', () => {
  expect(lengths('a'.repeat(160))).toEqual([160]);
  expect(lengths('a'.repeat(161))).toEqual([153, 8]);
  expect(encodeText('a').dataCoding).toBe(0);
});

test('70 characters of anything else go alone, 71 go in parts of 67', () => {
  expect(lengths('я'.repeat(70))).toEqual([140]);
  expect(lengths('я'.repeat(71))).toEqual([134, 8]);
  expect(encodeText('я').dataCoding).toBe(8);
});

test('a character that takes two places in GSM is counted and kept as two', () => {
  expect(lengths('€'.repeat(80))).toEqual([160]);
  expect(lengths('€'.repeat(81))).toEqual([152, 10]);
});

test('a surrogate pair is never split', () => {
  const text = `a${'😀'.repeat(40)}`;
  const { parts } = encodeText(text);
  expect(parts.map((part) => encodings.UCS2.decode(part)).join('')).toBe(text);
  for (const part of parts) expect(encodings.UCS2.decode(part)).toMatch(/^a?(😀)*$/u);
});

test('accented letters that GSM does not have make the whole text UCS-2, without loss', () => {
  const text = 'ça coûte 10 €';
  const { dataCoding, whole } = encodeText(text);
  expect(dataCoding).toBe(8);
  expect(encodings.UCS2.decode(whole)).toBe(text);
});
