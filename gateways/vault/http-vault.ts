import { type Outcome, succeeded, unknown } from '../../domain/outcomes';
import { errorCode, isRecord, JsonHttp, type JsonHttpConfig } from '../http/json-http';
import type { CallOptions, CardVault } from './vault';

/** The vault over HTTP, as docs/vault.md describes it. */
export class HttpVault implements CardVault {
  private readonly http: JsonHttp;

  constructor(config: JsonHttpConfig) {
    this.http = new JsonHttp(config);
  }

  async erase(token: string, reference: string, options?: CallOptions): Promise<Outcome<{ token: string }>> {
    const path = `/v1/card-numbers/${encodeURIComponent(token)}/erasure`;
    const answer = await this.http.exchange({
      method: 'POST',
      path,
      body: { reference },
      signal: options?.signal,
    });
    if (answer.kind === 'unknown') return answer;
    if (answer.status === 404 && errorCode(answer.body) === 'card_number_unknown')
      return succeeded({ token });
    if (answer.status >= 400) return unknown('server_error');
    const isDone = isRecord(answer.body) && answer.body['token'] === token;
    return isDone ? succeeded({ token }) : unknown('unreadable_answer');
  }

  async close(): Promise<void> {
    await this.http.close();
  }
}
