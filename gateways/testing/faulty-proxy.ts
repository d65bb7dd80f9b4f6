import {
  type ClientRequest,
  createServer,
  type IncomingMessage,
  request,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';

/** What happens to one call on its way. */
export type LineFault =
  /** The line breaks before the other side hears anything. */
  | 'dropBefore'
  /** The other side does its work, and the line breaks before the answer. */
  | 'dropAfter'
  /** The other side does its work, and its answer never comes. */
  | 'silence'
  /** The other side's door answers 503 and passes nothing on. */
  | 'serverError'
  /** The other side does its work, and the answer is not what it should be. */
  | 'malformed';

/** Which calls: method and a pattern of the path, for example `POST /v1/authorisations$`. */
export type Which = RegExp;

export interface FaultyProxy {
  url: string;
  /** The next call that matches goes wrong. */
  fault(fault: LineFault, which: Which): void;
  /** How many calls that match have arrived, whatever became of them. */
  arrivals(which: Which): number;
  /** The calls that the other side itself answered with a 400. */
  refusals(): string[];
  close(): Promise<void>;
}

/** Stands between an adapter and the other side of its protocol, and breaks what it is told to break. */
export async function startFaultyProxy(target: string): Promise<FaultyProxy> {
  const planned: { fault: LineFault; which: Which }[] = [];
  const arrived: string[] = [];
  const refused: string[] = [];
  const server = createServer((incoming, answer) => {
    const call = `${incoming.method} ${incoming.url}`;
    arrived.push(call);
    const index = planned.findIndex(({ which }) => which.test(call));
    const fault = index < 0 ? undefined : planned.splice(index, 1)[0]?.fault;
    if (fault === 'dropBefore') incoming.socket.destroy();
    else if (fault === 'serverError') answer.writeHead(503).end('{"error":{"code":"unavailable"}}');
    else {
      pass(target, incoming, answer, fault, (status) => {
        if (status === 400) refused.push(call);
      });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    fault: (fault, which) => void planned.push({ fault, which }),
    arrivals: (which) => arrived.filter((call) => which.test(call)).length,
    refusals: () => refused,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function pass(
  target: string,
  incoming: IncomingMessage,
  answer: ServerResponse,
  fault: LineFault | undefined,
  onStatus: (status: number) => void,
): void {
  const { method, headers } = incoming;
  const onward: ClientRequest = request(
    new URL(incoming.url ?? '/', target),
    { method, headers },
    (reply) => {
      onStatus(reply.statusCode ?? 0);
      if (fault === undefined) {
        answer.writeHead(reply.statusCode ?? 502, reply.headers);
        reply.pipe(answer);
        return;
      }
      reply.resume();
      reply.on('end', () => {
        if (fault === 'dropAfter') incoming.socket.destroy();
        if (fault === 'malformed') answer.writeHead(200, { 'content-type': 'text/html' }).end('<p>hello');
      });
    },
  );
  onward.on('error', () => incoming.socket.destroy());
  incoming.pipe(onward);
}
