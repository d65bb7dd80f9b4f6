import { connect, type Fields, type PDU, type Session } from 'smpp';

export interface SmppLinkConfig {
  host: string;
  port: number;
  tls: boolean;
  systemId: string;
  password: string;
  /** How long to wait for each answer, in milliseconds. */
  timeoutMs: number;
  /** Milliseconds between `enquire_link`s. */
  enquireLinkMs: number;
  /** Milliseconds before the first reconnection; doubled each time, up to `maxBackOffMs`. */
  minBackOffMs: number;
  maxBackOffMs: number;
}

/** Submissions that may be unanswered at once; a common limit of SMSCs is below it. */
const WINDOW = 100;

type Answer = { kind: 'answer'; pdu: PDU } | { kind: 'none'; detail: string };

/**
 * One bound SMPP session that is always being kept up: it binds, watches the line with `enquire_link`, and after
 * any loss comes back with a growing back-off until it is closed.
 */
export class SmppLink {
  private session: Session | undefined;
  private isBound = false;
  private isClosed = false;
  private failures = 0;
  private retryTimer: NodeJS.Timeout | undefined;
  private enquiryTimer: NodeJS.Timeout | undefined;
  private bindTimer: NodeJS.Timeout | undefined;
  /** Those who wait for the bind. */
  private waiting = new Set<() => void>();
  /** Those who wait for an answer, told when the line is lost. */
  private unanswered = new Set<(detail: string) => void>();

  constructor(
    private readonly config: SmppLinkConfig,
    private readonly onDeliver: (pdu: PDU) => void,
  ) {
    this.open();
  }

  /** Sends a `submit_sm` once bound. `none` says that nobody answered; it may have been sent. */
  async submit(fields: Fields, signal?: AbortSignal): Promise<Answer> {
    if (!(await this.bound(signal))) return { kind: 'none', detail: 'not bound to the SMSC' };
    if (signal?.aborted) return { kind: 'none', detail: 'given up' };
    if (this.unanswered.size >= WINDOW) return { kind: 'none', detail: 'too many unanswered submissions' };
    return this.ask((session, done) => session.submit_sm(fields, done), signal);
  }

  async close(): Promise<void> {
    if (this.isClosed) return;
    this.isClosed = true;
    clearTimeout(this.retryTimer);
    if (this.isBound) await this.ask((session, done) => session.unbind(done));
    const { session } = this;
    this.lost('closed');
    session?.destroy();
  }

  private open(): void {
    const { host, port, tls, timeoutMs } = this.config;
    const session = connect({ host, port, tls }, () => void this.bind(session));
    this.session = session;
    // Without it, a host that swallows packets would be waited for as long as the system pleases.
    this.bindTimer = setTimeout(() => session.destroy(), timeoutMs);
    // 'close' follows every error; without a listener an error would end the process.
    session.on('error', () => session.destroy());
    session.on('close', () => {
      if (session === this.session) this.lost('connection lost');
    });
    session.on('deliver_sm', (pdu: PDU) => {
      session.send(pdu.response());
      this.onDeliver(pdu);
    });
    session.on('enquire_link', (pdu: PDU) => session.send(pdu.response()));
    session.on('unknown', (pdu: PDU) => session.send(pdu.response()));
    session.on('unbind', (pdu: PDU) => {
      session.send(pdu.response());
      session.close();
    });
  }

  private async bind(session: Session): Promise<void> {
    const { systemId, password } = this.config;
    const fields = { system_id: systemId, password, interface_version: 0x34 };
    const answer = await this.ask((on, done) => on.bind_transceiver(fields, done));
    if (session !== this.session) return;
    if (answer.kind === 'none' || answer.pdu.command_status !== 0) {
      session.destroy();
      return;
    }
    clearTimeout(this.bindTimer);
    this.isBound = true;
    this.failures = 0;
    for (const tell of this.waiting) tell();
    this.watch(session);
  }

  /** A line that is dead without being closed shows only in an enquiry that nobody answers. */
  private watch(session: Session): void {
    clearTimeout(this.enquiryTimer);
    this.enquiryTimer = setTimeout(() => {
      void this.ask((on, done) => on.enquire_link(done)).then((answer) => {
        if (session !== this.session || this.isClosed) return;
        if (answer.kind === 'none') session.destroy();
        else this.watch(session);
      });
    }, this.config.enquireLinkMs);
    this.enquiryTimer.unref();
  }

  private lost(detail: string): void {
    this.session = undefined;
    this.isBound = false;
    clearTimeout(this.enquiryTimer);
    clearTimeout(this.bindTimer);
    for (const tell of this.unanswered) tell(detail);
    if (this.isClosed) {
      for (const tell of this.waiting) tell();
      return;
    }
    const { minBackOffMs, maxBackOffMs } = this.config;
    const backOff = Math.min(maxBackOffMs, minBackOffMs * 2 ** Math.min(this.failures, 20));
    this.failures += 1;
    this.retryTimer = setTimeout(() => this.open(), backOff);
    this.retryTimer.unref();
  }

  private bound(signal?: AbortSignal): Promise<boolean> {
    if (this.isBound || this.isClosed || signal?.aborted) return Promise.resolve(this.isBound);
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', done);
        this.waiting.delete(done);
        resolve(this.isBound);
      };
      const timer = setTimeout(done, this.config.timeoutMs);
      signal?.addEventListener('abort', done);
      this.waiting.add(done);
    });
  }

  private ask(
    send: (session: Session, done: (pdu: PDU) => void) => boolean,
    signal?: AbortSignal,
  ): Promise<Answer> {
    const { session } = this;
    if (session === undefined) return Promise.resolve({ kind: 'none', detail: 'not connected' });
    return new Promise((resolve) => {
      const end = (answer: Answer) => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', giveUp);
        this.unanswered.delete(lost);
        resolve(answer);
      };
      const lost = (detail: string) => end({ kind: 'none', detail });
      const giveUp = () => lost('given up');
      const timer = setTimeout(() => lost('no answer in time'), this.config.timeoutMs);
      signal?.addEventListener('abort', giveUp);
      this.unanswered.add(lost);
      if (!send(session, (pdu) => end({ kind: 'answer', pdu }))) lost('connection lost');
    });
  }
}
