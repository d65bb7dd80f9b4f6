import { createServer } from 'node:http';
import type { IncomingHttpHeaders, RequestListener, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createColors } from 'picocolors';
import { Api } from '../api';
import { run } from '../program';

export interface Seen {
  method: string;
  path: string;
  query: URLSearchParams;
  headers: IncomingHttpHeaders;
  body: unknown;
}

export interface Reply {
  status?: number;
  headers?: Record<string, string>;
  json?: unknown;
  /** Sent instead of `json`, as it is. */
  text?: string;
  /** Cut the line without an answer. */
  drop?: boolean;
}

export interface Result {
  code: number;
  out: string;
  err: string;
}

/** An HTTP server that answers what the test scripts, and remembers what it was asked. */
export class FakeApi {
  readonly seen: Seen[] = [];
  url = '';
  private readonly replies = new Map<string, Reply[]>();
  private server?: Server;

  async start(): Promise<void> {
    this.server = createServer(this.answer).listen(0, '127.0.0.1');
    await new Promise((resolve) => this.server?.once('listening', resolve));
    this.url = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Replies are used up in order; the last one is given again and again. */
  on(request: string, ...replies: Reply[]): void {
    this.replies.set(request, replies);
  }

  reset(): void {
    this.seen.length = 0;
    this.replies.clear();
  }

  stop(): Promise<void> {
    this.server?.closeAllConnections();
    return new Promise((resolve) => this.server?.close(() => resolve()));
  }

  private readonly answer: RequestListener = (request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { pathname: path, searchParams: query } = new URL(request.url ?? '', this.url);
      const method = request.method ?? '';
      const text = Buffer.concat(chunks).toString();
      const body: unknown = text ? JSON.parse(text) : undefined;
      this.seen.push({ method, path, query, headers: request.headers, body });
      const replies = this.replies.get(`${method} ${path}`) ?? [];
      const reply = replies.length > 1 ? replies.shift() : replies[0];
      if (reply?.drop) return void request.socket.destroy();
      const {
        status = 200,
        headers,
        json,
      } = reply ?? problem(404, 'route_not_found', 'There is nothing here');
      response.writeHead(status, { 'Content-Type': 'application/json', ...headers });
      response.end(reply?.text ?? JSON.stringify(json));
    });
  };
}

export function problem(status: number, code: string, title: string, more: object = {}): Reply {
  return { status, json: { type: 'about:blank', title, status, code, requestId: 'req_1', ...more } };
}

export interface Options {
  key?: string;
  columns?: number;
  colours?: boolean;
  interrupt?: AbortController;
}

/** Runs a command line against an API, as the program would. */
export async function cli(url: string, args: string[], options: Options = {}): Promise<Result> {
  const { key = 'tf_test', columns, colours = false, interrupt = new AbortController() } = options;
  const [out, err]: [string[], string[]] = [[], []];
  const code = await run(args, {
    api: new Api(url, key, interrupt.signal),
    terminal: {
      out: (text) => out.push(text),
      err: (text) => err.push(text),
      colours: createColors(colours),
      columns,
    },
    workflowUrl: (id) => `http://ui.test/workflows/${id}`,
    interrupted: interrupt.signal,
  });
  return { code, out: out.join('\n'), err: err.join('\n') };
}
