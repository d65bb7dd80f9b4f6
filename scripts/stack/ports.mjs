import { createServer } from 'node:net';
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

function listenAnywhere() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen({ port: 0, host: '127.0.0.1' }, () => resolve(server));
  });
}

/**
 * @param {import('./settings.mjs').Settings} settings
 * @param {string[]} names of ports that are going to be listened on
 * @throws when any can't be, naming the settings
 */
export async function requireFreePorts({ ports, hosts }, names) {
  const codes = await Promise.all(names.map((name) => whyPortUnusable(ports[name], hosts[PORTS[name].on])));
  const failed = names.map((name, index) => ({ name, code: codes[index] })).filter(({ code }) => code);
  if (failed.length === 0) return;
  const problems = failed.map(({ name, code }) => problemOf(name, code, { ports, hosts }));
  const misplaced = failed.find(({ code }) => ofTheHost(code));
  const [{ name }] = failed;
  const advice = misplaced
    ? `Set it to an address of this machine, for example: ${HOSTS[PORTS[misplaced.name].on]}=127.0.0.1 npm start`
    : `Stop what uses it, or choose another, for example: ${PORTS[name].setting}=${await anotherPort()} npm start`;
  throw new Error([...new Set(problems), advice].join('\n'));
}

/** Whether no port would do there. */
const ofTheHost = (code) => ['EADDRNOTAVAIL', 'ENOTFOUND', 'EAI_AGAIN', 'EINVAL'].includes(code);

function problemOf(name, code, { ports, hosts }) {
  const { setting, on } = PORTS[name];
  if (ofTheHost(code)) return `${HOSTS[on]} is "${hosts[on]}", which is no address of this machine (${code})`;
  const why = { EADDRINUSE: 'is already in use', EACCES: 'may not be used by this user' }[code];
  return `port ${ports[name]} (${setting}) ${why ?? `fails: ${code}`}`;
}

async function anotherPort() {
  const [port] = await freePorts(1);
  return port;
}
