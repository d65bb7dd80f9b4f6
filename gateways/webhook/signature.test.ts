import { randomBytes } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { signedHeaders } from './signature';

const newSecret = (bytes = 32): string => `whsec_${randomBytes(bytes).toString('base64')}`;
const message = { id: 'evt_1', body: '{"type":"payment.funded","data":{"name":"Зоя €"}}' };
const [secret, old] = [newSecret(24), newSecret()];

test('what is signed is taken for genuine by others', () => {
  const headers = signedHeaders({ ...message, secrets: [secret] }, Date.now());
  expect(new Webhook(secret).verify(message.body, headers)).toEqual(JSON.parse(message.body));
});

test('it is the signature that others would make', () => {
  const at = new Date('2026-01-31T10:00:00.999Z');
  const headers = signedHeaders({ ...message, secrets: [secret] }, at.getTime());
  expect(headers['webhook-timestamp']).toBe('1769853600');
  expect(headers['webhook-signature']).toBe(new Webhook(secret).sign(message.id, at, message.body));
});

test('with two secrets, whoever knows either is content, and nobody else', () => {
  const headers = signedHeaders({ ...message, secrets: [secret, old] }, Date.now());
  for (const one of [secret, old]) expect(() => new Webhook(one).verify(message.body, headers)).not.toThrow();
  expect(() => new Webhook(newSecret()).verify(message.body, headers)).toThrow();
});

test.each([
  ['id', { ...message, id: 'evt_2' }, 0],
  ['body', { ...message, body: message.body.replace('funded', 'failed') }, 0],
  ['time', message, 2],
])('another %s does not fit', (_what, { id, body }, later) => {
  const headers = signedHeaders({ ...message, secrets: [secret] }, Date.now());
  const timestamp = String(Number(headers['webhook-timestamp']) + later);
  const changed = { ...headers, 'webhook-id': id, 'webhook-timestamp': timestamp };
  expect(() => new Webhook(secret).verify(body, changed)).toThrow('No matching signature');
});
