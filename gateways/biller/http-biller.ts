import type { Money } from '../../domain/money';
import type { AccountRef } from '../../domain/orders';
import { absent, type Inquiry, type Outcome, unknown } from '../../domain/outcomes';
import { errorCode, JsonHttp } from '../http/json-http';
import type {
  Biller,
  BillerAccount,
  CallOptions,
  RegisterRequest,
  Registration,
  ReverseRequest,
} from './biller';
import { accountIn, moneyIn, outcomeIn, readOf, refused } from './http-protocol';

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
    return answer.status >= 400 ? refused(answer) : outcomeIn(answer.body, reference, 'registration');
  }

  async reverse(request: ReverseRequest, options?: CallOptions): Promise<Outcome<Registration>> {
    const { reference, registration, amount } = request;
    const path = `/v1/registrations/${encodeURIComponent(registration)}/reversals`;
    const answer = await this.post(path, reference, { reference, amount }, options);
    if (answer.kind === 'unknown') return answer;
    return answer.status >= 400 ? refused(answer) : outcomeIn(answer.body, reference, 'reversal');
  }

  async inquire(reference: string, options?: CallOptions): Promise<Inquiry<Registration>> {
    const answer = await this.get(`/v1/operations/${encodeURIComponent(reference)}`, options);
    if (answer.kind === 'unknown') return answer;
    if (answer.status < 400) return outcomeIn(answer.body, reference);
    // Only a 404 in the protocol's own words means "never seen": a proxy's does not.
    const isAbsent = answer.status === 404 && errorCode(answer.body) === 'operation_not_found';
    return isAbsent ? absent : unknown('unreadable_answer');
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
