import { declined, type Inquiry, type Outcome, succeeded, unknown } from '../../domain/outcomes';
import { JsonHttp } from '../http/json-http';
import type {
  Acquirer,
  AcquirerNews,
  Authorisation,
  AuthoriseRequest,
  CallOptions,
  Card,
  Confirmation,
  LaterOperation,
  LaterRequest,
  Line,
  OpenedPage,
  Page,
  PageRequest,
  ReleaseRequest,
} from './acquirer';
import { isGenuine } from './callback-signature';
import {
  authorisationOf,
  confirmationOf,
  doneOf,
  foundOf,
  outcomeIn,
  pageIn,
  refused,
} from './http-outcomes';
import { cardIn, sessionIn } from './http-protocol';
import { type Forwarded, VaultLine } from './vault-line';

export interface HttpAcquirerConfig {
  name: string;
  /** Base address, for example `http://localhost:3100/acquirer`. */
  url: string;
  secret: string;
  /** The key of the callbacks' signatures. */
  callbackSecret: string;
  /** How long one call waits for its answer, in milliseconds; 3000 when absent. */
  timeoutMs?: number;
  /** See `Acquirer.absentAfterMs`; 30 seconds when absent. */
  absentAfterMs?: number;
  /** Where card numbers are that were keyed in during an outage; without it, none can be sent. */
  vault?: { url: string; secret: string };
}

/** The protocol's word for what our domain calls a release. */
const KINDS = { capture: 'capture', release: 'void', refund: 'refund' } as const;

/** An acquirer over the HTTP protocol of `docs/protocols/acquirer.md`, which the sandbox speaks. */
export class HttpAcquirer implements Acquirer {
  readonly name: string;
  readonly absentAfterMs: number;
  private readonly http: JsonHttp;
  private readonly vault?: VaultLine;
  private readonly callbackSecret: string;

  constructor(config: HttpAcquirerConfig) {
    this.name = config.name;
    this.absentAfterMs = config.absentAfterMs ?? 30_000;
    this.callbackSecret = config.callbackSecret;
    const timeoutMs = config.timeoutMs ?? 3000;
    this.http = new JsonHttp({ url: config.url, secret: config.secret, timeoutMs });
    this.vault = config.vault && new VaultLine({ ...config.vault, timeoutMs });
  }

  async probe(options?: CallOptions): Promise<Line> {
    return (await this.get('/health', options)).kind === 'answer' ? 'up' : 'down';
  }

  async authorise(request: AuthoriseRequest, options?: CallOptions): Promise<Outcome<Authorisation>> {
    const { reference, amount, token, vaultToken, capture } = request;
    if (vaultToken !== undefined) return this.forwarded({ reference, amount, vaultToken, capture }, options);
    const body = { reference, amount, token, capture };
    const answer = await this.post('/v1/authorisations', reference, body, options);
    return doneOf(answer, 'authorisation', reference, authorisationOf);
  }

  async inquireAuthorisation(reference: string, options?: CallOptions): Promise<Inquiry<Authorisation>> {
    const answer = await this.get(`/v1/operations/${encodeURIComponent(reference)}`, options);
    return foundOf(answer, (body) => outcomeIn(body, 'authorisation', reference, authorisationOf));
  }

  async capture(request: LaterRequest, options?: CallOptions): Promise<Outcome<Confirmation>> {
    return this.later('capture', request, { amount: request.amount }, options);
  }

  async release(request: ReleaseRequest, options?: CallOptions): Promise<Outcome<Confirmation>> {
    return this.later('release', request, {}, options);
  }

  async refund(request: LaterRequest, options?: CallOptions): Promise<Outcome<Confirmation>> {
    return this.later('refund', request, { amount: request.amount }, options);
  }

  async inquire(
    operation: LaterOperation,
    { reference }: ReleaseRequest,
    options?: CallOptions,
  ): Promise<Inquiry<Confirmation>> {
    const answer = await this.get(`/v1/operations/${encodeURIComponent(reference)}`, options);
    return foundOf(answer, (body) => outcomeIn(body, KINDS[operation], reference, confirmationOf));
  }

  async openPage(request: PageRequest, options?: CallOptions): Promise<Outcome<OpenedPage>> {
    const { reference, amount, returnUrl, callbackUrl, expiresAt, saveCard } = request;
    const body = { reference, amount, returnUrl, callbackUrl, expiresAt, saveCard };
    const answer = await this.post('/v1/sessions', reference, body, options);
    if (answer.kind === 'unknown') return answer;
    if (answer.status >= 400) return refused(answer);
    const session = sessionIn(answer.body, reference);
    return session ? succeeded({ url: session.url, externalId: session.id }) : unknown('unreadable_answer');
  }

  async inquirePage(reference: string, options?: CallOptions): Promise<Inquiry<Page>> {
    const answer = await this.get(`/v1/sessions/${encodeURIComponent(reference)}`, options);
    return foundOf(answer, (body) => pageIn(body, reference));
  }

  async expirePage(reference: string, options?: CallOptions): Promise<Inquiry<Page>> {
    const path = `/v1/sessions/${encodeURIComponent(reference)}/expire`;
    const answer = await this.http.exchange({ method: 'POST', path, signal: options?.signal });
    return foundOf(answer, (body) => pageIn(body, reference));
  }

  async registerCard(token: string, _customerId: string, options?: CallOptions): Promise<Outcome<Card>> {
    const answer = await this.get(`/v1/tokens/${encodeURIComponent(token)}`, options);
    const found = foundOf(answer, (body) => {
      const card = cardIn(body);
      return card ? succeeded(card) : unknown('unreadable_answer');
    });
    return found.kind === 'absent' ? declined('card_unknown') : found;
  }

  readCallback(headers: Record<string, string | undefined>, rawBody: Buffer): AcquirerNews | undefined {
    const header = headers['acquirer-signature'];
    if (!isGenuine(header, rawBody, this.callbackSecret, Date.now())) return undefined;
    try {
      const { reference } = JSON.parse(rawBody.toString('utf8')) as { reference?: unknown };
      return typeof reference === 'string' ? { reference } : undefined;
    } catch {
      return undefined;
    }
  }

  async close(): Promise<void> {
    await this.http.close();
    await this.vault?.close();
  }

  private async forwarded(request: Forwarded, options?: CallOptions): Promise<Outcome<Authorisation>> {
    if (this.vault === undefined) throw new Error(`no vault is set up for the acquirer "${this.name}"`);
    const answer = await this.vault.forward(request, options);
    return answer.kind === 'declined'
      ? answer
      : doneOf(answer, 'authorisation', request.reference, authorisationOf);
  }

  private async later(
    operation: LaterOperation,
    request: ReleaseRequest,
    fields: object,
    options?: CallOptions,
  ): Promise<Outcome<Confirmation>> {
    const { reference, authorisation } = request;
    const kind = KINDS[operation];
    const path = `/v1/authorisations/${encodeURIComponent(authorisation)}/${kind}s`;
    const answer = await this.post(path, reference, { reference, ...fields }, options);
    return doneOf(answer, kind, reference, confirmationOf);
  }

  private post(path: string, reference: string, body: object, options?: CallOptions) {
    return this.http.exchange({ method: 'POST', path, reference, body, signal: options?.signal });
  }

  private get(path: string, options?: CallOptions) {
    return this.http.exchange({ method: 'GET', path, signal: options?.signal });
  }
}
