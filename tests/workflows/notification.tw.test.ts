import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { Worker } from '@temporalio/worker';
import { pino } from 'pino';
import { createNotificationActivities } from '../../activities/notifications';
import { TemporalPayments } from '../../client/payments-client';
import { FreshIntents, FundingAnswers } from '../../client/handoff';
import { NOTIFICATIONS_QUEUE } from '../../client/task-queues';
import { DEFAULT_OPERATING_SETTINGS } from '../../domain/operating-settings';
import type { ReceiptTo } from '../../domain/orders';
import { FakeMailer } from '../../gateways/mail/fake-mailer';
import { FakeSmsc } from '../../gateways/smsc/fake-smsc';
import { createStore } from '../../store/store';
import type { Store } from '../../store/interfaces/store';
import { workflowCode } from '../../workers/bundle';
import { passReceiptsOn } from '../../workers/notifications';
import { freshDatabase } from '../harness/database';
import type { TestDatabase } from '../harness/database';
import { timeSkippingEnvironment } from '../harness/time-skipping';

let environment: TestWorkflowEnvironment;
let database: TestDatabase;
let store: Store;
let worker: Worker;
let working: Promise<void>;
const smpp = new FakeSmsc({ name: 'smpp' });
const twilio = new FakeSmsc({ name: 'twilio' });
const mailer = new FakeMailer();

beforeAll(async () => {
  [environment, database] = await Promise.all([timeSkippingEnvironment(), freshDatabase()]);
  store = createStore({ databaseUrl: database.url, poolSize: 2 });
  worker = await Worker.create({
    connection: environment.nativeConnection,
    taskQueue: NOTIFICATIONS_QUEUE,
    ...workflowCode(),
    activities: createNotificationActivities({ messages: store.messages, smpp, twilio, mailer }),
  });
  working = worker.run();
  const { client } = environment;
  const news = new TemporalPayments({
    client,
    hostsWorker: false,
    freshIntents: new FreshIntents(),
    answers: new FundingAnswers(),
    operating: () => DEFAULT_OPERATING_SETTINGS,
    unclaim: async () => {},
  });
  passReceiptsOn(
    { smpp, twilio, mailer, close: async () => {} },
    store.messages,
    news,
    pino({ level: 'silent' }),
  );
});
afterAll(async () => {
  worker.shutdown();
  await working;
  await store.close();
  await environment.teardown();
  await database.drop();
});

const both = { phone: '+35799000001', email: 'payer@example.org' };
let count = 0;

async function notify(
  to: ReceiptTo,
  receiptWithinMs?: number,
): Promise<{ delivered: string; tried: string[] }> {
  const paymentId = `pay_${++count}`;
  const notificationId = `receipt_${paymentId}`;
  const { delivered } = (await environment.client.workflow.execute('notification', {
    workflowId: notificationId,
    taskQueue: NOTIFICATIONS_QUEUE,
    args: [
      { notificationId, paymentId, to, subject: 'Payment received', text: 'Paid 10.50 EUR', receiptWithinMs },
    ],
  })) as { delivered: string };
  return {
    delivered,
    tried: (await store.messages.list(paymentId)).map(({ way, state }) => `${way}: ${state}`),
  };
}

test('the operator’s own SMSC comes first, and its delivery receipt ends it', async () => {
  expect(await notify(both)).toEqual({ delivered: 'smpp', tried: ['smpp: delivered'] });
  expect(smpp.sent.at(-1)).toMatchObject({ to: both.phone, text: 'Paid 10.50 EUR' });
});

test.each(['refused', 'unavailable'] as const)('an SMSC that says %s gives way to Twilio', async (what) => {
  smpp.script(what);
  expect(await notify(both)).toMatchObject({ delivered: 'twilio' });
});

test('a message that is reported as undeliverable goes the next way', async () => {
  smpp.script('failed');
  expect(await notify(both)).toEqual({ delivered: 'twilio', tried: ['smpp: failed', 'twilio: delivered'] });
});

test('no delivery receipt in time is as good as none, and e-mail is the last way', async () => {
  smpp.script('no_receipt');
  twilio.script('refused');
  expect(await notify(both)).toMatchObject({ delivered: 'mail' });
  expect(mailer.sent.at(-1)).toMatchObject({ to: both.email, subject: 'Payment received' });
});

test('a delivery receipt is waited for as long as was told', async () => {
  const hour = 3_600_000;
  smpp.script('no_receipt');
  const before = await environment.currentTimeMs();
  expect(await notify(both, hour)).toMatchObject({ delivered: 'twilio' });
  expect((await environment.currentTimeMs()) - before).toBeGreaterThanOrEqual(hour);
});

test('a payer with an address only gets a mail', async () => {
  expect(await notify({ email: both.email })).toMatchObject({ delivered: 'mail', tried: ['mail: sent'] });
});

describe('a receipt that comes late', () => {
  /** While one carrier is asked to send, another reports: that is when its news arrives. */
  function whenSending(carrier: FakeSmsc, report: () => void): void {
    const { send } = carrier;
    jest.spyOn(carrier, 'send').mockImplementationOnce(async (...message) => {
      const result = await send.apply(carrier, message);
      report();
      return result;
    });
  }
  const lastOf = (carrier: FakeSmsc): string => carrier.sent.at(-1)!.messageId;

  test('ends it: no mail is sent of what an SMS has told', async () => {
    smpp.script('no_receipt');
    twilio.script('no_receipt');
    const mails = mailer.sent.length;
    whenSending(twilio, () => smpp.report(lastOf(smpp), 'delivered'));
    const { delivered, tried } = await notify(both);
    expect({ delivered, tried: tried.sort() }).toEqual({
      delivered: 'smpp',
      tried: ['smpp: delivered', 'twilio: sent'],
    });
    expect(mailer.sent).toHaveLength(mails);
  });

  test('of a way that failed does not cut the wait for the next one short', async () => {
    smpp.script('no_receipt');
    twilio.script('no_receipt');
    const mails = mailer.sent.length;
    whenSending(twilio, () => {
      // Twice, as carriers do.
      for (let times = 0; times < 2; times++) smpp.report(lastOf(smpp), 'failed');
    });
    // The news of it makes the workflow look at Twilio too, whose own receipt comes a moment after that.
    jest.spyOn(twilio, 'inquire').mockImplementationOnce(async (messageId) => {
      await store.messages.receipt('twilio', messageId, 'delivered');
      return 'sent';
    });
    expect(await notify(both)).toEqual({
      delivered: 'twilio',
      tried: ['smpp: failed', 'twilio: delivered'],
    });
    expect(mailer.sent).toHaveLength(mails);
  });
});

test('what no way brings is said, and nothing hangs', async () => {
  smpp.script('failed');
  twilio.script('failed');
  expect(await notify({ phone: both.phone })).toMatchObject({ delivered: 'by no way' });
});
