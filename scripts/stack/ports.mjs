import { createServer } from 'node:net';
import { PORTS } from './settings.mjs';

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
export async function requireFreePorts({ ports, host }, names) {
  const reasons = await Promise.all(
    names.map(async (name) => {
      const code = await whyPortUnusable(ports[name], name === 'api' ? host : '127.0.0.1');
      const why =
        { EADDRINUSE: 'is already in use', EACCES: 'may not be used by this user' }[code] ?? `fails: ${code}`;
      return code && `port ${ports[name]} (${PORTS[name].setting}) ${why}`;
    }),
  );
  const taken = reasons.filter(Boolean);
  if (taken.length === 0) return;
  throw new Error(
    `${taken.join('\n')}\nStop what uses it, or choose another, for example: ${PORTS[names[reasons.findIndex(Boolean)]].setting}=${await anotherPort()} npm start`,
  );
}

async function anotherPort() {
  const [port] = await freePorts(1);
  return port;
}
