/** Every address of this machine: nowhere that anybody could be sent. */
const EVERYWHERE = ['0.0.0.0', '::'];

/** Where a program of this machine reaches what listens on `host`: `host:port`, as in addresses of the web. */
export function hostAndPort(host, port) {
  const name = EVERYWHERE.includes(host) ? '127.0.0.1' : host;
  return `${name.includes(':') ? `[${name}]` : name}:${port}`;
}

/** The same for a browser on this machine. */
export const urlOf = (host, port) => `http://${hostAndPort(host, port)}`;
