import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';

/** As docs/webhooks.md describes it; only what tests look at. */
export interface Received {
  id: string;
  type: string;
  timestamp: string;
  data: { object: string; id: string; sequence: number; status: string } & Record<string, unknown>;
}

/** A channel's own receiver of webhooks: takes what is genuine, and nothing else. */
export class Receiver {
  /** Everything taken, in the order in which it came; repetitions too. */
  readonly received: Received[] = [];
  /** What was not genuine. */
  refused = 0;
  /** Statuses that the next requests are answered with, instead of taking them. */
  readonly next: number[] = [];
  secret = '';
  private server: Server | undefined;
  private port = 0;

  /** Also after it was stopped, and then on the same port. */
  async start(): Promise<void> {
    const server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const body = Buffer.concat(chunks).toString();
        response.writeHead(this.answer(request.headers as Record<string, string>, body)).end();
      });
    });
    await new Promise<void>((resolve) => server.listen(this.port, '127.0.0.1', resolve));
    this.port = (server.address() as AddressInfo).port;
    this.server = server;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}/hooks`;
  }

  /** What came about one object, without repetitions, in the order of its changes. */
  about(id: string): Received[] {
    const mine = this.received.filter(({ data }) => data.id === id);
    const once = new Map(mine.map((one) => [one.id, one]));
    return [...once.values()].sort((a, b) => a.data.sequence - b.data.sequence);
  }

  async stop(): Promise<void> {
    const { server } = this;
    this.server = undefined;
    await new Promise<void>((resolve) => {
      if (!server) return resolve();
      server.close(() => resolve());
      server.closeAllConnections();
    });
  }

  private answer(headers: Record<string, string>, body: string): number {
    const status = this.next.shift();
    if (status !== undefined) return status;
    try {
      const event = new Webhook(this.secret).verify(body, headers) as Omit<Received, 'id'>;
      this.received.push({ id: headers['webhook-id']!, ...event });
      return 204;
    } catch {
      this.refused += 1;
      return 401;
    }
  }
}
