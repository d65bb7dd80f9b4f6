import type { Money } from '../../domain/money';
import { type Declined, declined, type Unknown, type UnknownReason, unknown } from '../../domain/outcomes';
import {
  type Answer,
  errorCode,
  isRecord,
  JsonHttp,
  type JsonHttpConfig,
  readAnswer,
} from '../http/json-http';
import type { CallOptions } from './acquirer';

/** An authorisation whose card number the vault puts in. */
export interface Forwarded {
  reference: string;
  amount: Money;
  capture: boolean;
  vaultToken: string;
}

/** Of our own patience, what the vault may spend on the acquirer: its answer must still find us waiting. */
const SHARE_OF_THE_VAULT = 0.75;

const LOST: readonly UnknownReason[] = ['timeout', 'connection_lost', 'unreadable_answer'];

/** The way to the acquirer through the vault (docs/vault.md): the number never comes here. */
export class VaultLine {
  private readonly http: JsonHttp;
  private readonly withinMs: number;

  constructor(config: JsonHttpConfig) {
    this.http = new JsonHttp(config);
    this.withinMs = Math.max(1, Math.floor(config.timeoutMs * SHARE_OF_THE_VAULT));
  }

  /**
   * The acquirer's own answer, or `declined` where the vault surely sent nothing and never can. That the acquirer did not
   * answer is the vault's own word; without it, the reason is `vault_silent`.
   */
  async forward(request: Forwarded, options?: CallOptions): Promise<Answer | Unknown | Declined> {
    const { vaultToken: token, ...template } = request;
    const body = { token, ...template, withinMs: this.withinMs };
    const signal = options?.signal;
    const answer = await this.http.exchange({ method: 'POST', path: '/v1/forward', body, signal });
    if (answer.kind === 'unknown') return unknown('vault_silent');
    return answer.status >= 400 ? notSent(answer) : acquirersOwn(answer.body);
  }

  async close(): Promise<void> {
    await this.http.close();
  }
}

function notSent({ body }: Answer): Unknown | Declined {
  switch (errorCode(body)) {
    case 'card_number_unknown':
    case 'card_number_taken':
      return declined('card_unknown');
    case 'card_number_erased':
      // Once the acquirer has answered, what it answered is for an inquiry to find out.
      return wasAnswered(body) ? unknown('not_final') : declined('card_unknown');
    default:
      // Not let in, or not the vault at all: to be mended.
      return unknown('vault_silent');
  }
}

function wasAnswered(body: unknown): boolean {
  const error = isRecord(body) ? body['error'] : undefined;
  return isRecord(error) && error['answered'] !== false;
}

function acquirersOwn(body: unknown): Answer | Unknown {
  if (!isRecord(body)) return unknown('vault_silent');
  const { answered, unanswered } = body;
  const lost = LOST.find((reason) => reason === unanswered);
  if (lost !== undefined) return unknown(lost);
  const isAnswer = isRecord(answered) && typeof answered['status'] === 'number';
  if (!isAnswer || typeof answered['body'] !== 'string') return unknown('vault_silent');
  return readAnswer(answered['status'] as number, answered['body']);
}
