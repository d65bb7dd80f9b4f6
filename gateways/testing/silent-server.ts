import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** Another side that takes every request, and answers none before it is told to. */
export interface SilentServer {
  url: string;
  /** Method and path of what has arrived, in order. */
  arrived: string[];
  /** Once so many have arrived. */
  has(count: number): Promise<void>;
  /** Answers all that wait, and from then on everything at once, with this JSON. */
  speak(body: string): void;
  close(): Promise<void>;
}

export async function startSilentServer(): Promise<SilentServer> {
  const arrived: string[] = [];
  const waiting: (() => void)[] = [];
  let said: string | undefined;
  const server = createServer((request, response) => {
    arrived.push(`${request.method} ${request.url}`);
    const answer = (): void => void response.writeHead(200, { 'content-type': 'application/json' }).end(said);
    if (said === undefined) waiting.push(answer);
    else answer();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    arrived,
    async has(count) {
      while (arrived.length < count) await sleep(5);
    },
    speak(body) {
      said = body;
      for (const answer of waiting.splice(0)) answer();
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
