import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { HOSTS, PORTS } from './settings.mjs';

/** Resolves to undefined when the port can be listened on, else to the error code (EADDRINUSE, EACCES…). */
export function whyPortUnusable(port, host = '127.0.0.1') {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error) => resolve(error.code));
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(undefined)));
  });
}

/** A few ports that are free now. They are held open together, so that no two are the same. */
export async function freePorts(count) {
  const servers = await Promise.all(Array.from({ length: count }, () => listenAnywhere()));
  const ports = servers.map((server) => server.address().port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}

/** The first of so many free ports, one after the other, that are none of those. */
export async function freeRow(count, others) {
  for (;;) {
    const [first] = await freePorts(1);
    const row = Array.from({ length: count }, (_, index) => first + index);
    const unusable = await Promise.all(row.map((port) => port > 65_535 || whyPortUnusable(port)));
    if (!unusable.some(Boolean) && !row.some((port) => others.includes(port))) return first;
  }
}

function listenAnywhere() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen({ port: 0, host: '127.0.0.1' }, () => resolve(server));
  });
}

/**
 * @param {import('./settings.mjs').Settings['hosts']} hosts
 * @param {{ name: keyof typeof PORTS, port: number }[]} listeners what is going to listen
 * @param {number} [patienceMs] how long ports may still be in use by what was just ended
 * @throws when any can't, naming the settings
 */
export async function requireFreePorts(hosts, listeners, patienceMs = 0) {
  let failed = await unusable(hosts, listeners);
  for (let waited = 0; failed.length > 0 && waited < patienceMs; waited += 100) {
    await sleep(100);
    failed = await unusable(hosts, failed);
  }
  if (failed.length === 0) return;
  const problems = failed.map((one) => problemOf(one, hosts));
  const misplaced = failed.find(({ code }) => ofTheHost(code));
  const [{ name }] = failed;
  const advice = misplaced
    ? `Set it to an address of this machine, for example: ${HOSTS[PORTS[misplaced.name].on]}=127.0.0.1 npm start`
    : `Stop what uses it, or choose another, for example: ${PORTS[name].setting}=${await anotherPort()} npm start`;
  throw new Error([...new Set(problems), advice].join('\n'));
}

async function unusable(hosts, listeners) {
  const codes = await Promise.all(
    listeners.map(({ name, port }) => whyPortUnusable(port, hosts[PORTS[name].on])),
  );
  return listeners.map((one, index) => ({ ...one, code: codes[index] })).filter(({ code }) => code);
}

/** Whether no port would do there. */
const ofTheHost = (code) => ['EADDRNOTAVAIL', 'ENOTFOUND', 'EAI_AGAIN', 'EINVAL'].includes(code);

function problemOf({ name, port, code }, hosts) {
  const { setting, on } = PORTS[name];
  if (ofTheHost(code)) return `${HOSTS[on]} is "${hosts[on]}", which is no address of this machine (${code})`;
  const why = { EADDRINUSE: 'is already in use', EACCES: 'may not be used by this user' }[code];
  return `port ${port} (${setting}) ${why ?? `fails: ${code}`}`;
}

async function anotherPort() {
  const [port] = await freePorts(1);
  return port;
}
