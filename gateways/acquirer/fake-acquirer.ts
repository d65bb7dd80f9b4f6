import { createHmac } from 'node:crypto';
import { type DeclineCode, isDeclineCode } from '../../domain/declines';
import type { Money } from '../../domain/money';
import { absent, declined, type Inquiry, type Outcome, succeeded, unknown } from '../../domain/outcomes';
import { type ScriptedFault, ScriptedFaults } from '../scripted-faults';
import type * as api from './acquirer';
import { isGenuine } from './callback-signature';
import { FakeBooks, type FakeOperation } from './fake-books';

export interface FakeAcquirerConfig {
  name: string;
  /** 3000 when absent; a scripted delay longer than it is a timeout. */
  timeoutMs?: number;
  /** 1000 when absent. */
  absentAfterMs?: number;
  callbackSecret?: string;
  /** False: a repeated reference is executed anew, as at an acquirer without idempotency keys. */
  idempotent?: boolean;
}

export type FakeAcquirerOperation =
  | 'probe'
  | 'authorise'
  | 'inquireAuthorisation'
  | api.LaterOperation
  | 'inquire'
  | 'openPage'
  | 'inquirePage'
  | 'expirePage'
  | 'registerCard';

interface FakePage {
  request: api.PageRequest;
  state: Inquiry<api.Page>;
}

/**
 * An acquirer in memory, with the rules of a real one and faults to order.
 * Tokens: `tok_<decline code>` is refused with that code, `tok_unknown…` does not exist, any other is approved. The same of
 * the vault's, which begin with `vlt_`.
 */
export class FakeAcquirer implements api.Acquirer {
  readonly name: string;
  readonly absentAfterMs: number;
  readonly books: FakeBooks;
  /** How often each method was called, whatever came of it. */
  readonly calls: Partial<Record<FakeAcquirerOperation, number>> = {};
  /** While true nothing gets through, in either direction. */
  isOut = false;
  private readonly faults = new ScriptedFaults<FakeAcquirerOperation>();
  private readonly pages = new Map<string, FakePage>();
  private readonly timeoutMs: number;
  private readonly callbackSecret: string;

  constructor(config: FakeAcquirerConfig) {
    this.name = config.name;
    this.timeoutMs = config.timeoutMs ?? 3000;
    this.absentAfterMs = config.absentAfterMs ?? 1000;
    this.callbackSecret = config.callbackSecret ?? 'fake-callback-secret';
    this.books = new FakeBooks(config.idempotent ?? true);
  }

  /** The next `times` calls of an operation go wrong so. */
  script(operation: FakeAcquirerOperation | '*', fault: ScriptedFault, times = 1): void {
    this.faults.script(operation, fault, times);
  }

  /** From now on all goes well: what was scripted and has not struck yet is forgotten. */
  clearScript(): void {
    this.faults.clear();
  }

  async probe(options?: api.CallOptions): Promise<api.Line> {
    const answer = await this.call('probe', options, () => succeeded('up'));
    return answer.kind === 'succeeded' ? 'up' : 'down';
  }

  async authorise(request: api.AuthoriseRequest, options?: api.CallOptions) {
    const { reference, amount, capture } = request;
    const token = request.token ?? request.vaultToken;
    return this.call('authorise', options, (refusal) =>
      this.authorisationOf(
        this.books.authorise(reference, amount, capture, refusal ?? refusalOfToken(token)),
      ),
    );
  }

  async inquireAuthorisation(reference: string, options?: api.CallOptions) {
    return this.call<Inquiry<api.Authorisation>>('inquireAuthorisation', options, () => {
      const operation = this.books.latest(reference);
      return operation ? this.authorisationOf(operation) : absent;
    });
  }

  async capture(request: api.LaterRequest, options?: api.CallOptions) {
    return this.later('capture', request, request.amount, options);
  }

  async release(request: api.ReleaseRequest, options?: api.CallOptions) {
    return this.later('release', request, undefined, options);
  }

  async refund(request: api.LaterRequest, options?: api.CallOptions) {
    return this.later('refund', request, request.amount, options);
  }

  async inquire(operation: api.LaterOperation, request: api.ReleaseRequest, options?: api.CallOptions) {
    return this.call<Inquiry<api.Confirmation>>('inquire', options, () => {
      const found = this.books.latest(request.reference);
      if (found === undefined) return absent;
      return found.kind === operation ? confirmationOf(found) : unknown('unreadable_answer');
    });
  }

  async openPage(request: api.PageRequest, options?: api.CallOptions) {
    return this.call<Outcome<api.OpenedPage>>('openPage', options, (refusal) => {
      if (refusal !== undefined) return declined(refusal);
      const url = `https://fake.invalid/pay/${encodeURIComponent(request.reference)}`;
      if (!this.pages.has(request.reference)) {
        this.pages.set(request.reference, { request, state: succeeded({ status: 'open', url }) });
      }
      return succeeded({ url, externalId: `page_${request.reference}` });
    });
  }

  async inquirePage(reference: string, options?: api.PageOptions) {
    return this.call('inquirePage', options, () => this.pages.get(reference)?.state ?? absent);
  }

  async expirePage(reference: string, options?: api.PageOptions) {
    return this.call('expirePage', options, () => {
      const page = this.pages.get(reference);
      if (page !== undefined && isOpen(page)) page.state = succeeded({ status: 'expired' });
      return page?.state ?? absent;
    });
  }

  async registerCard(token: string, _customerId: string, options?: api.CallOptions) {
    return this.call<Outcome<api.Card>>('registerCard', options, (refusal) => {
      if (refusal !== undefined) return declined(refusal);
      return token.startsWith('tok_unknown') ? declined('card_unknown') : succeeded(fakeCard(token));
    });
  }

  readCallback(headers: Record<string, string | undefined>, rawBody: Buffer): api.AcquirerNews | undefined {
    const header = headers['acquirer-signature'];
    if (!isGenuine(header, rawBody, this.callbackSecret, Date.now())) return undefined;
    return JSON.parse(rawBody.toString('utf8')) as api.AcquirerNews;
  }

  /** A callback as this acquirer would send it; `at` in milliseconds. */
  makeCallback(reference: string, at = Date.now(), secret = this.callbackSecret) {
    const rawBody = Buffer.from(JSON.stringify({ reference }));
    const time = Math.floor(at / 1000);
    const signature = createHmac('sha256', secret).update(`${time}.`).update(rawBody).digest('hex');
    return { headers: { 'acquirer-signature': `t=${time},v1=${signature}` }, rawBody };
  }

  /** The payer's part: authorises an open page, or is refused for good. A page that is over stays as it is. */
  pay(reference: string, refusal?: DeclineCode): void {
    const page = this.pages.get(reference);
    if (page === undefined || !isOpen(page)) return;
    const { id } = this.books.authorise(reference, page.request.amount, false, refusal);
    const card = page.request.saveCard ? fakeCard(`tok_of_${reference}`) : undefined;
    page.state = refusal ? declined(refusal) : succeeded({ status: 'authorised', externalId: id, card });
  }

  async close(): Promise<void> {}

  private later(
    kind: api.LaterOperation,
    { reference, authorisation }: api.ReleaseRequest,
    amount: Money | undefined,
    options: api.CallOptions | undefined,
  ): Promise<Outcome<api.Confirmation>> {
    return this.call(kind, options, (refusal) =>
      confirmationOf(this.books.followUp({ kind, reference, authorisation }, amount, refusal)),
    );
  }

  private call<T extends Inquiry<unknown>>(
    operation: FakeAcquirerOperation,
    options: api.CallOptions | undefined,
    run: (refusal?: DeclineCode) => T,
  ) {
    this.calls[operation] = (this.calls[operation] ?? 0) + 1;
    if (this.isOut) return Promise.resolve(unknown('connection_lost'));
    return this.faults.around(operation, this.timeoutMs, options?.signal, run);
  }

  private authorisationOf({ id, reference, declined: code }: FakeOperation): Outcome<api.Authorisation> {
    if (code !== undefined) return declined(code);
    return succeeded({ externalId: id, captured: this.books.isCaptured(reference) });
  }
}

function isOpen({ state }: FakePage): boolean {
  return state.kind === 'succeeded' && state.value.status === 'open';
}

function refusalOfToken(token: string): DeclineCode | undefined {
  if (/^(tok|vlt)_unknown/.test(token)) return 'card_unknown';
  const code = token.replace(/^(tok|vlt)_/, '');
  return isDeclineCode(code) ? code : undefined;
}

function confirmationOf({ id, declined: code }: FakeOperation): Outcome<api.Confirmation> {
  return code === undefined ? succeeded({ externalId: id }) : declined(code);
}

function fakeCard(token: string): api.Card {
  return { token, brand: 'visa', last4: '4242', expiryMonth: 12, expiryYear: 2035 };
}
