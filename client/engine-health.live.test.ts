import { Client, Connection } from '@temporalio/client';
import { temporalAddress } from '../tests/harness/temporal';
import { eventually } from '../tests/support/eventually';
import { newNamespace } from '../tests/support/namespace';
import type { PaymentOrder } from '../domain/orders';
import { hasNamespace, queuesWorkedOn } from './engine-health';
import { EngineUnavailable } from './interfaces';
import { startPayment } from './start-payment';

let connection: Connection;
beforeAll(async () => {
  connection = await Connection.connect({ address: temporalAddress() });
});
afterAll(() => connection.close());

const within = (namespace: string): Client => new Client({ connection, namespace });

test('a server that answers is not enough: it must have the namespace', async () => {
  expect(await hasNamespace(within('default'))).toBe(true);
  expect(await hasNamespace(within('nobody-made-it'))).toBe(false);
});

const order: PaymentOrder = {
  id: 'pay_01JCKH3E8M5T0V6ZQ2W9RYXB4D',
  channel: 'selfcare',
  amount: { value: 1050, currency: 'EUR' },
  account: { by: 'msisdn', value: '+35799000001' },
  source: { type: 'card', cardId: 'card_1', token: 'tok_1' },
  acquirer: 'sandbox',
  biller: 'sandbox',
  createdAt: '2026-01-31T10:00:00.000Z',
};

test('a queue that nobody takes work from is told by its name', async () => {
  const bare = within(await newNamespace());
  const nobody = { payments: false, lines: false, notifications: false, webhooks: false };
  expect(await queuesWorkedOn(bare)).toEqual(nobody);
  const poll = { namespace: bare.options.namespace, taskQueue: { name: 'lines' }, identity: 'somebody' };
  const over = new AbortController();
  const polls = bare.withDeadline(Date.now() + 60_000, () =>
    bare.withAbortSignal(over.signal, () =>
      Promise.allSettled([
        bare.workflowService.pollWorkflowTaskQueue(poll),
        bare.workflowService.pollActivityTaskQueue(poll),
      ]),
    ),
  );
  await eventually(async () => expect(await queuesWorkedOn(bare)).toEqual({ ...nobody, lines: true }));
  expect(await queuesWorkedOn(bare, 'somebody')).toEqual({ ...nobody, lines: true });
  expect(await queuesWorkedOn(bare, 'another')).toEqual(nobody);
  over.abort();
  await polls;
});

test('what the server is not set up for is said in its own words', async () => {
  const bare = within(await newNamespace());
  const starting = startPayment(bare, { order }, false);
  await expect(starting).rejects.toBeInstanceOf(EngineUnavailable);
  await expect(starting).rejects.toThrow(/gRPC code 3, .*Tillflow/);
});
