import { type Fields, type PDU, type Session, connect, consts, encodings, errors } from 'smpp';
import { type Sandbox, startSandbox } from '../sandbox';
import { DEFAULT_SECRETS } from '../secrets';
import { TestClient, until } from '../test-client';

let sandbox: Sandbox;
let client: TestClient;
beforeAll(async () => {
  sandbox = await startSandbox();
  client = new TestClient(sandbox);
});
afterAll(() => sandbox.close());

/** A bound session with the receipts that came to it. */
class Esme {
  readonly receipts: string[] = [];
  closed = false;
  unbound = false;

  constructor(readonly session: Session) {
    session.on('error', () => undefined);
    session.on('close', () => (this.closed = true));
    session.on('unbind', () => (this.unbound = true));
    session.on('deliver_sm', (pdu: PDU) => {
      session.send(pdu.response());
      expect(pdu.esm_class).toBe(consts.ESM_CLASS.MC_DELIVERY_RECEIPT);
      this.receipts.push(String(pdu.short_message?.message));
    });
  }

  bind(password = DEFAULT_SECRETS.smppPassword): Promise<PDU> {
    return new Promise((resolve) =>
      this.session.bind_transceiver({ system_id: 'tillflow', password }, resolve),
    );
  }

  submit(fields: Fields): Promise<PDU> {
    const defaults = { source_addr: 'Tillflow', destination_addr: '35799000001', registered_delivery: 1 };
    return new Promise((resolve) => this.session.submit_sm({ ...defaults, ...fields }, resolve));
  }
}

const esmes: Esme[] = [];
function dial(): Esme {
  const esme = new Esme(connect({ host: '127.0.0.1', port: sandbox.smppPort }));
  esmes.push(esme);
  return esme;
}
async function bound(): Promise<Esme> {
  const esme = dial();
  expect((await esme.bind()).command_status).toBe(errors.ESME_ROK);
  return esme;
}
afterEach(async () => {
  for (const { session } of esmes.splice(0)) session.destroy();
  await client.control('POST', '/reset');
});

const texts = async () => (await client.messages('channel=sms')).map(({ text }) => text);

describe('binding', () => {
  test('needs the password, and submitting needs a bind', async () => {
    const esme = dial();
    expect((await esme.bind('wrong')).command_status).toBe(errors.ESME_RINVPASWD);
    expect((await esme.submit({ short_message: 'Hi' })).command_status).toBe(errors.ESME_RINVBNDSTS);
    expect((await esme.bind()).command_status).toBe(errors.ESME_ROK);
  });

  test('enquire_link and unbind are answered, other commands refused', async () => {
    const { session } = await bound();
    const enquiry = await new Promise<PDU>((resolve) => session.enquire_link(resolve));
    expect(enquiry.command_status).toBe(errors.ESME_ROK);
    const nack = await new Promise<PDU>((resolve) => session.query_sm({ message_id: 'a' }, resolve));
    expect(nack.command).toBe('generic_nack');
    const closed = new Promise<void>((resolve) => session.once('close', resolve));
    const answer = await new Promise<PDU>((resolve) => session.unbind(resolve));
    expect(answer.command_status).toBe(errors.ESME_ROK);
    await closed;
  });

  test('rubbish on the line ends that session and no other', async () => {
    const other = await bound();
    const rubbish = dial();
    rubbish.session.once('connect', () => rubbish.session.socket.write(Buffer.alloc(64, 0xff)));
    await until(() => rubbish.closed);
    expect((await other.submit({ short_message: 'Still here' })).command_status).toBe(errors.ESME_ROK);
  });
});

describe('receipts', () => {
  test('name in decimal the id that the answer gave in hex', async () => {
    const esme = await bound();
    const { message_id } = await esme.submit({ short_message: 'You paid 10.50 EUR. Thank you.' });
    expect(message_id).toMatch(/^[0-9a-f]+$/);
    const [receipt] = await until(() => esme.receipts.length === 1 && esme.receipts);
    expect(receipt).toMatch(
      /^id:\d+ sub:001 dlvrd:001 submit date:\d{10} done date:\d{10} stat:DELIVRD err:000 text:You paid 10\.50 EUR\. $/,
    );
    expect(Number(/id:(\d+)/.exec(receipt!)![1]).toString(16)).toBe(message_id);
    expect(await client.messages('channel=sms&to=35799000001')).toMatchObject([
      { from: 'Tillflow', status: 'delivered', externalIds: [message_id] },
    ]);
  });

  test.each([
    ['UNDELIV', '35799000777', 1],
    ['UNDELIV', '35799000777', 2],
    ['DELIVRD', '35799000001', 1],
  ])('say %s for %s with registered_delivery %d', async (state, destination_addr, registered_delivery) => {
    const esme = await bound();
    await esme.submit({ short_message: 'Hi', destination_addr, registered_delivery });
    const [receipt] = await until(() => esme.receipts.length === 1 && esme.receipts);
    expect(receipt).toContain(`stat:${state}`);
  });

  test('never come for numbers ending 888, nor unasked, nor of successes where only failures were asked', async () => {
    const esme = await bound();
    await esme.submit({ short_message: 'a', destination_addr: '35799000888' });
    await esme.submit({ short_message: 'b', registered_delivery: 0 });
    await esme.submit({ short_message: 'c', registered_delivery: 2 });
    await esme.submit({ short_message: 'last' });
    await until(() => esme.receipts.length > 0);
    expect(esme.receipts).toEqual([expect.stringContaining('text:last')]);
  });

  test('go to a session that can receive, and again where one was lost unanswered', async () => {
    const transmitter = connect({ host: '127.0.0.1', port: sandbox.smppPort });
    const sender = new Esme(transmitter);
    esmes.push(sender);
    const { smppPassword: password } = DEFAULT_SECRETS;
    await new Promise((resolve) =>
      transmitter.bind_transmitter({ system_id: 'tillflow', password }, resolve),
    );
    await sender.submit({ short_message: 'lost once' });
    const deaf = connect({ host: '127.0.0.1', port: sandbox.smppPort });
    const dropped = new Promise<void>((resolve) => {
      deaf.on('deliver_sm', () => {
        deaf.destroy();
        resolve();
      });
    });
    deaf.bind_receiver({ system_id: 'tillflow', password });
    await dropped;
    const next = await bound();
    await until(() => next.receipts.length === 1);
    expect(next.receipts[0]).toContain('text:lost once');
    expect(sender.receipts).toEqual([]);
  });

  test('wait for the next bind of the same name', async () => {
    const esme = await bound();
    await esme.submit({ short_message: 'waiting' });
    esme.session.destroy();
    const next = await bound();
    await until(() => next.receipts.length === 1);
  });

  test.each([
    ['duplicateCallback', 2],
    ['noCallback', 0],
  ])('%s: %d of them', async (kind, count) => {
    const esme = await bound();
    await client.fault({ target: 'smsc', kind, match: { value: '000005' } });
    await esme.submit({ short_message: 'scripted', destination_addr: '35799000005' });
    await esme.submit({ short_message: 'last' });
    await until(() => esme.receipts.some((text) => text.includes('text:last')));
    expect(esme.receipts.filter((text) => text.includes('text:scripted'))).toHaveLength(count);
  });
});

describe('texts', () => {
  test('in UCS-2, GSM and Latin 1 are read', async () => {
    const esme = await bound();
    await esme.submit({ short_message: 'Πληρώσατε 10,50 € 👍', data_coding: consts.ENCODING.UCS2 });
    await esme.submit({ short_message: 'Price: 5€ [net]' });
    await esme.submit({ short_message: 'café', data_coding: consts.ENCODING.LATIN1 });
    expect(await texts()).toEqual(['Πληρώσατε 10,50 € 👍', 'Price: 5€ [net]', 'café']);
  });

  test('in parts are put together, whatever the order', async () => {
    const esme = await bound();
    const part = (index: number, text: string) =>
      esme.submit({
        short_message: { udh: Buffer.from([5, 0, 3, 42, 2, index]), message: encodings.UCS2.encode(text) },
        data_coding: consts.ENCODING.UCS2,
        esm_class: consts.ESM_CLASS.UDH_INDICATOR,
      });
    const second = await part(2, 'ευχαριστούμε.');
    expect(await texts()).toEqual([]);
    const first = await part(1, 'Πληρώσατε, ');
    expect(await client.messages('channel=sms')).toMatchObject([
      { text: 'Πληρώσατε, ευχαριστούμε.', externalIds: [first.message_id, second.message_id] },
    ]);
    await until(() => esme.receipts.length === 2);
  });

  test('by SAR fields and in a message_payload too', async () => {
    const esme = await bound();
    const sar = (sar_segment_seqnum: number, short_message: string) =>
      esme.submit({ short_message, sar_msg_ref_num: 7, sar_total_segments: 2, sar_segment_seqnum });
    await sar(1, 'one, ');
    await sar(2, 'two');
    await esme.submit({ message_payload: 'x'.repeat(500) });
    expect(await texts()).toEqual(['one, two', 'x'.repeat(500)]);
  });
});

describe('faults', () => {
  test('numbers ending 000 are refused', async () => {
    const esme = await bound();
    const answer = await esme.submit({ short_message: 'Hi', destination_addr: '35799000000' });
    expect(answer.command_status).toBe(errors.ESME_RINVDSTADR);
    expect(await texts()).toEqual([]);
  });

  test.each([
    [{ kind: 'error' }, 'ESME_RSYSERR'],
    [{ kind: 'error', status: 0x58 }, 'ESME_RTHROTTLED'],
    [{ kind: 'reject' }, 'ESME_RSUBMITFAIL'],
    [{ kind: 'reject', code: 'ESME_RMSGQFUL' }, 'ESME_RMSGQFUL'],
  ])('%j answers %s', async (fault, status) => {
    const esme = await bound();
    await client.fault({ target: 'smsc', operation: 'submit', ...fault });
    expect((await esme.submit({ short_message: 'Hi' })).command_status).toBe(errors[status]);
    expect(await texts()).toEqual([]);
  });

  test.each([
    ['dropBefore', []],
    ['dropAfter', ['Hi']],
  ])('%s cuts the line and has kept %j', async (kind, kept) => {
    const esme = await bound();
    await client.fault({ target: 'smsc', kind });
    let answered = false;
    void esme.submit({ short_message: 'Hi' }).then(() => (answered = true));
    await until(() => esme.closed);
    expect(answered).toBe(false);
    expect(await texts()).toEqual(kept);
  });

  test('an outage unbinds who is there and lets nobody in until it is over', async () => {
    const esme = await bound();
    const id = await client.fault({ target: 'smsc', kind: 'outage' });
    await until(() => esme.closed);
    expect(esme.unbound).toBe(true);
    const refused = dial();
    await until(() => refused.closed);
    await client.control('DELETE', `/faults/${id}`);
    await bound();
  });
});
