import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import * as smpp from 'smpp';
import type { Faults, Plan } from '../faults';
import type { Messages } from '../messages';
import { Outbox } from './outbox';
import { type Receipt, wantsReceipt } from './receipts';
import { Assembler, readPart } from './text';

export interface Smsc {
  port: number;
  clear(): void;
  close(): Promise<void>;
}

/** How long a text is under way. */
const DELIVERY_MS = 100;
const BINDS = ['bind_transceiver', 'bind_transmitter', 'bind_receiver'];

/** An SMPP 3.4 short message centre that keeps every text and sends delivery receipts. */
export async function startSmsc(
  faults: Faults,
  messages: Messages,
  password: string,
  port: number,
  host: string,
): Promise<Smsc> {
  const centre = new Centre(faults, messages, password);
  const server = smpp.createServer((session) => centre.accept(session));
  faults.onOutage(() => {
    if (faults.isOut('smsc')) centre.hangUp();
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => resolve());
  });
  return {
    port: (server.address() as AddressInfo).port,
    clear: () => centre.clear(),
    close: () =>
      new Promise((resolve) => {
        centre.clear();
        server.close(() => resolve());
        for (const session of server.sessions) session.destroy();
      }),
  };
}

class Centre {
  /** Sessions that are bound, with the name that each bound under. */
  private readonly bound = new Map<smpp.Session, string>();
  private readonly outbox = new Outbox();
  private readonly assembler = new Assembler();
  /** Begins at the time, so that no id of an earlier run comes again. */
  private lastId = Date.now();

  constructor(
    private readonly faults: Faults,
    private readonly messages: Messages,
    private readonly password: string,
  ) {}

  accept(session: smpp.Session): void {
    session.on('error', () => session.destroy());
    session.on('close', () => this.hungUp(session));
    session.on('pdu', (pdu: smpp.PDU) => {
      if (pdu.isResponse()) return;
      if (BINDS.includes(pdu.command)) this.bind(session, pdu);
      else if (pdu.command === 'submit_sm') void this.submit(session, pdu);
      else if (pdu.command === 'enquire_link') session.send(pdu.response());
      else if (pdu.command === 'unbind') {
        this.hungUp(session);
        session.send(pdu.response(), undefined, () => session.close());
      } else session.send(nack(pdu));
    });
    if (this.faults.refuses('smsc')) session.destroy();
  }

  /** Unbinds everybody, as an SMSC does that goes down. */
  hangUp(): void {
    for (const session of this.bound.keys()) {
      session.unbind();
      session.close();
    }
  }

  clear(): void {
    this.outbox.clear();
    this.assembler.clear();
  }

  private bind(session: smpp.Session, pdu: smpp.PDU): void {
    const name = pdu.system_id ?? '';
    if (pdu.password !== this.password) {
      session.send(pdu.response({ command_status: smpp.ESME_RINVPASWD }));
      return;
    }
    this.bound.set(session, name);
    session.send(pdu.response({ system_id: 'sandbox' }));
    if (pdu.command !== 'bind_transmitter') this.outbox.open(session, name);
  }

  private hungUp(session: smpp.Session): void {
    this.bound.delete(session);
    this.outbox.close(session);
  }

  private async submit(session: smpp.Session, pdu: smpp.PDU): Promise<void> {
    const name = this.bound.get(session);
    const to = pdu.destination_addr ?? '';
    if (name === undefined) return answer(session, pdu, smpp.ESME_RINVBNDSTS);
    const plan = this.faults.plan({ target: 'smsc', operation: 'submit', values: [to], commits: true });
    if (plan.delayMs > 0) await sleep(plan.delayMs);
    if (plan.end?.kind === 'drop') return session.destroy();
    const refusal = refusalOf(plan, to);
    if (refusal !== undefined) return answer(session, pdu, refusal);
    const messageId = this.keep(name, pdu, to);
    if (plan.dropAfter) session.destroy();
    else session.send(pdu.response({ message_id: messageId.toString(16) }));
  }

  /** Commits one part: its id, the message once it is whole, and the receipt that will come. */
  private keep(name: string, pdu: smpp.PDU, to: string): number {
    const messageId = (this.lastId += 1);
    const part = readPart(pdu);
    const from = pdu.source_addr ?? '';
    const whole = this.assembler.add(part, messageId.toString(16));
    const state = to.endsWith('777') ? 'UNDELIV' : 'DELIVRD';
    if (whole) {
      const status = to.endsWith('888') ? 'accepted' : state === 'DELIVRD' ? 'delivered' : 'failed';
      const { text, messageIds: externalIds } = whole;
      this.messages.add({ channel: 'sms', from, to: [to], text, status, externalIds });
    }
    if (wantsReceipt(pdu, state) && !to.endsWith('888')) {
      this.schedule(name, { messageId, from, to, state, submittedAt: new Date(), text: part.text });
    }
    return messageId;
  }

  private schedule(name: string, receipt: Receipt): void {
    const { delayMs, copies } = this.faults.planCallback({ target: 'smsc', values: [receipt.to] });
    if (copies > 0) this.outbox.schedule(name, receipt, DELIVERY_MS + delayMs, copies);
  }
}

function refusalOf(plan: Plan, to: string): number | undefined {
  if (plan.end?.kind === 'error') return plan.end.status ?? smpp.ESME_RSYSERR;
  if (plan.reject) return smpp.errors[plan.reject.code ?? ''] ?? smpp.ESME_RSUBMITFAIL;
  return to.endsWith('000') ? smpp.ESME_RINVDSTADR : undefined;
}

function answer(session: smpp.Session, pdu: smpp.PDU, status: number): void {
  session.send(pdu.response({ command_status: status }));
}

function nack(pdu: smpp.PDU): smpp.PDU {
  return new smpp.PDU('generic_nack', {
    sequence_number: pdu.sequence_number,
    command_status: smpp.ESME_RINVCMDID,
  });
}
