import { randomBytes } from 'node:crypto';
import { pino } from 'pino';
import { secretPurpose } from '../api/routes/webhook-secrets';
import { parsePayloadKeys } from '../client/codec';
import { SecretBox } from '../client/secret-box';
import { openTestStore } from '../store/testing/database';
import type { TestStore } from '../store/testing/database';
import { makeDelivery } from '../tests/support/deliveries';
import { readSettings } from './settings';
import { destinationsOf, resealSecrets } from './webhooks';

let opened: TestStore;
beforeAll(async () => void (opened = await openTestStore()));
afterAll(() => opened.close());

const keyText = (id: string) => `${id}:${randomBytes(32).toString('base64')}`;
const [first, second] = [keyText('first'), keyText('second')];
const settingsWith = (more: Record<string, string>) =>
  readSettings({ DATABASE_URL: opened.url, PAYLOAD_KEYS: first, ...more });

test('a key can be dropped once the workers have run with the next one', async () => {
  const { webhooks } = opened.store;
  const { id, endpointId, secret } = await makeDelivery(webhooks, first);
  await resealSecrets(
    settingsWith({ PAYLOAD_KEYS: `${second},${first}` }),
    webhooks,
    pino({ level: 'silent' }),
  );
  const [sealed] = (await webhooks.toSend(id))!.secrets;
  expect(new SecretBox(parsePayloadKeys(second)).open(sealed!, secretPurpose(endpointId))).toBe(secret);
});

test('a secret whose key is gone stops no worker, and is left as it is', async () => {
  const { webhooks } = opened.store;
  const { id } = await makeDelivery(webhooks, first);
  const before = await webhooks.toSend(id);
  const warned = jest.fn();
  await resealSecrets(settingsWith({ PAYLOAD_KEYS: keyText('third') }), webhooks, { warn: warned } as never);
  expect(warned).toHaveBeenCalledTimes(1);
  expect(await webhooks.toSend(id)).toEqual(before);
});

test('where webhooks may go is read once, and a mistake in it is named', async () => {
  const open = destinationsOf(settingsWith({ WEBHOOK_ALLOWED_HOSTS: '127.0.0.1' }));
  expect(await open.refusal('http://127.0.0.1:9/')).toBeUndefined();
  expect(await destinationsOf(settingsWith({})).refusal('http://127.0.0.1:9/')).toBeDefined();
  expect(() => destinationsOf(settingsWith({ WEBHOOK_ALLOWED_HOSTS: 'x/99' }))).toThrow(
    'WEBHOOK_ALLOWED_HOSTS: "x/99"',
  );
});
