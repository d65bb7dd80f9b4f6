import ipaddr from 'ipaddr.js';

type Address = ipaddr.IPv4 | ipaddr.IPv6;
type Block = [Address, number];

/** All that is routed to hosts of others lies in it (RFC 4291, 2.4; IANA's IPv6 Global Unicast Address Assignments). */
const GLOBAL_IPV6: Block = ipaddr.parseCIDR('2000::/3');

/** Whether an address is a public host's: not ours, not the machine's own, and not a way to another one that is. */
export function isPublic(text: string): boolean {
  if (!ipaddr.isValid(text) || text.includes('%')) return false;
  const address = ipaddr.parse(text);
  return address.range() === 'unicast' && (address.kind() === 'ipv4' || within(address, GLOBAL_IPV6));
}

/** What operations lets webhooks go to besides: names or addresses, each with a port or with any, and blocks of addresses. */
export class AllowedHosts {
  private readonly hosts = new Set<string>();
  private readonly blocks: Block[] = [];

  /**
   * Reads `host[:port]` and CIDR blocks, with commas between; IPv6 addresses in brackets.
   * @throws Error naming the part that is none of these
   */
  constructor(text: string) {
    for (const part of text.split(',').map((one) => one.trim())) {
      if (part === '') continue;
      if (ipaddr.isValidCIDR(part)) this.blocks.push(ipaddr.parseCIDR(part));
      else this.hosts.add(hostIn(part));
    }
  }

  /** Whether exactly this host was named, with this port or with none. */
  hasHost({ hostname, port, protocol }: URL): boolean {
    const host = withoutDot(hostname);
    return this.hosts.has(host) || this.hosts.has(`${host}:${port || standardPort(protocol)}`);
  }

  hasAddress(text: string): boolean {
    if (this.blocks.length === 0 || !ipaddr.isValid(text)) return false;
    // `::ffff:10.0.0.1` leads where `10.0.0.1` does.
    const address = ipaddr.process(text);
    return this.blocks.some((block) => within(address, block));
  }
}

const standardPort = (protocol: string): string => (protocol === 'https:' ? '443' : '80');

/** A URL's IPv6 address is in brackets; the resolver and the socket have none. */
export const bare = (hostname: string): string => hostname.replace(/^\[(.*)\]$/, '$1');

/** A name with the dot at its end is the same name. */
const withoutDot = (hostname: string): string => hostname.replace(/\.$/, '');

function within(address: Address, [network, bits]: Block): boolean {
  return address.kind() === network.kind() && address.match(network, bits);
}

/** As a URL would have it: small letters, punycode, IPv4 in dots. */
function hostIn(part: string): string {
  const url = URL.canParse(`http://${part}/`) ? new URL(`http://${part}/`) : undefined;
  const fits =
    url && url.pathname === '/' && !url.username && !url.search && !url.hash && !/[\s/\\@]/.test(part);
  if (!fits) throw new Error(`"${part}" is neither a host, with or without a port, nor a CIDR block`);
  const host = withoutDot(url.hostname);
  return /:\d+$/.test(bareEnd(part)) ? `${host}:${url.port || '80'}` : host;
}

/** What follows an IPv6 address's bracket; all of anything else. */
const bareEnd = (part: string): string => part.slice(part.lastIndexOf(']') + 1);
