import type { DeclineCode } from '../../domain/declines';
import type { Money } from '../../domain/money';
import type { AccountRef } from '../../domain/orders';
import {
  absent,
  declined,
  type Inquiry,
  type Outcome,
  succeeded,
  type Unknown,
  unknown,
} from '../../domain/outcomes';
import { type Answer, errorCode, isRecord, JsonHttp } from '../http/json-http';
import type { Biller, BillerAccount, CallOptions, RegisterRequest, Registration } from './biller';

export interface HttpBillerConfig {
  name: string;
  /** Base address, for example `http://localhost:3100/biller`. */
  url: string;
  secret: string;
  /** How long one call waits for its answer, in milliseconds; 3000 when absent. */
  timeoutMs?: number;
  /** See `Biller.absentAfterMs`; 30 seconds when absent. */
  absentAfterMs?: number;
}

const REFUSALS: Readonly<Record<string, DeclineCode>> = {
  account_not_found: 'account_not_found',
  account_closed: 'account_closed',
  currency_mismatch: 'currency_mismatch',
  amount_out_of_range: 'amount_out_of_range',
};

/** The protocol's other error codes that surely mean "not done". */
const OTHER_REFUSALS: ReadonlySet<string> = new Set(['malformed_request', 'registration_not_found']);

/** A billing system over the HTTP protocol of `docs/protocols/biller.md`. */
export class HttpBiller implements Biller {
  readonly name: string;
  readonly absentAfterMs: number;
  private readonly http: JsonHttp;

  constructor(config: HttpBillerConfig) {
    this.name = config.name;
    this.absentAfterMs = config.absentAfterMs ?? 30_000;
    this.http = new JsonHttp({
      url: config.url,
      secret: config.secret,
      timeoutMs: config.timeoutMs ?? 3000,
    });
  }

  async identify(account: AccountRef, options?: CallOptions): Promise<Outcome<BillerAccount>> {
    const query = `by=${account.by}&value=${encodeURIComponent(account.value)}`;
    return readOf(await this.get(`/v1/accounts?${query}`, options), accountIn);
  }

  async balance(accountId: string, options?: CallOptions): Promise<Outcome<Money>> {
    const answer = await this.get(`/v1/accounts/${encodeURIComponent(accountId)}/balance`, options);
    return readOf(answer, (body) => moneyIn(body['balance']));
  }

  async debt(accountId: string, options?: CallOptions): Promise<Outcome<Money>> {
    const answer = await this.get(`/v1/accounts/${encodeURIComponent(accountId)}/debt`, options);
    return readOf(answer, (body) => moneyIn(body['debt']));
  }

  async register(request: RegisterRequest, options?: CallOptions): Promise<Outcome<Registration>> {
    const { reference, account, amount, paidAt, channel } = request;
    const body = { reference, account, amount, kind: 'credit_adjustment', paidAt, channel };
    const answer = await this.post('/v1/registrations', reference, body, options);
    if (answer.kind === 'unknown') return answer;
    return answer.status >= 400 ? refused(answer) : registrationIn(answer.body, reference, 'registered');
  }

  async inquire(reference: string, options?: CallOptions): Promise<Inquiry<Registration>> {
    const answer = await this.get(`/v1/registrations/${encodeURIComponent(reference)}`, options);
    if (answer.kind === 'unknown') return answer;
    if (answer.status < 400) return registrationIn(answer.body, reference, 'registered');
    // Only a 404 in the protocol's own words means "never seen": a proxy's does not.
    const isAbsent = answer.status === 404 && errorCode(answer.body) === 'registration_not_found';
    return isAbsent ? absent : unknown('unreadable_answer');
  }

  async reverse(
    { reference, registration }: { reference: string; registration: string },
    options?: CallOptions,
  ): Promise<Outcome<Registration>> {
    const path = `/v1/registrations/${encodeURIComponent(registration)}/reversals`;
    const answer = await this.post(path, reference, { reference }, options);
    if (answer.kind === 'unknown') return answer;
    return answer.status >= 400 ? refused(answer) : registrationIn(answer.body, registration, 'reversed');
  }

  async close(): Promise<void> {
    await this.http.close();
  }

  private get(path: string, options?: CallOptions) {
    return this.http.exchange({ method: 'GET', path, signal: options?.signal });
  }

  private post(path: string, reference: string, body: object, options?: CallOptions) {
    return this.http.exchange({ method: 'POST', path, reference, body, signal: options?.signal });
  }
}

function readOf<T>(
  answer: Answer | Unknown,
  read: (body: Record<string, unknown>) => T | undefined,
): Outcome<T> {
  if (answer.kind === 'unknown') return answer;
  if (answer.status >= 400) return refused(answer);
  const value = isRecord(answer.body) ? read(answer.body) : undefined;
  return value === undefined ? unknown('unreadable_answer') : succeeded(value);
}

/**
 * A 4xx is a refusal only in the protocol's own words. Not let in, not at the biller at all, or stopped by a proxy:
 * that is to be mended, and no reason to give a payer's money back.
 */
function refused(answer: Answer): Outcome<never> {
  const code = errorCode(answer.body) ?? '';
  if (answer.status === 401 || answer.status === 403) return unknown('server_error');
  if (code === 'not_registered') return declined('biller_error');
  // The key is in use, perhaps for something else: what stands under it is for an inquiry to find out.
  if (answer.status === 409 || code === 'reference_reused') return unknown('not_final');
  const isTheirs = Object.hasOwn(REFUSALS, code) || OTHER_REFUSALS.has(code);
  return isTheirs ? declined(refusalOf(code)) : unknown('server_error');
}

function refusalOf(code: unknown): DeclineCode {
  return (typeof code === 'string' && REFUSALS[code]) || 'biller_error';
}

/** A registration that is there and was taken back again counts as registered no more, whoever took it back. */
function registrationIn(
  body: unknown,
  reference: string,
  wanted: 'registered' | 'reversed',
): Outcome<Registration> {
  if (!isRecord(body) || typeof body['id'] !== 'string' || body['reference'] !== reference) {
    return unknown('unreadable_answer');
  }
  if (body['status'] === 'refused') return declined(refusalOf(body['refusalCode']));
  if (body['status'] === wanted) return succeeded({ externalId: body['id'] });
  return body['status'] === 'reversed' ? declined('biller_error') : unknown('unreadable_answer');
}

function accountIn(body: Record<string, unknown>): BillerAccount | undefined {
  const { accountId, status, currency, name } = body;
  if (typeof accountId !== 'string' || typeof currency !== 'string') return undefined;
  if (status !== 'active' && status !== 'closed') return undefined;
  return { accountId, status, currency, ...(typeof name === 'string' ? { name } : {}) };
}

function moneyIn(value: unknown): Money | undefined {
  if (!isRecord(value) || typeof value['currency'] !== 'string') return undefined;
  const minor = value['value'];
  return Number.isSafeInteger(minor) ? { value: minor as number, currency: value['currency'] } : undefined;
}
