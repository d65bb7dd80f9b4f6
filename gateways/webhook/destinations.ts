import { lookup as resolve } from 'node:dns';
import type { LookupAddress } from 'node:dns';
import { isIP } from 'node:net';
import type { LookupFunction } from 'node:net';
import { AllowedHosts, bare, isPublic } from './addresses';

export interface DestinationsConfig {
  /** Whether http will do for any public host; otherwise only for those that `allowedHosts` names. */
  allowHttp: boolean;
  /** `host[:port]` and CIDR blocks, with commas between. */
  allowedHosts: string;
}

type Resolver = typeof resolve;

export class AddressNotAllowed extends Error {
  override readonly name = 'AddressNotAllowed';
  readonly code = 'ERR_ADDRESS_NOT_ALLOWED';
}

/**
 * Where webhooks may go. Channels choose the address and our network is where it is called from, so what is no public
 * host is out of bounds: checked when an endpoint is registered, and again of the very address that is connected to.
 */
export class Destinations {
  private readonly allowed: AllowedHosts;

  /** @throws Error where `allowedHosts` can't be read */
  constructor(
    private readonly config: DestinationsConfig,
    private readonly resolver: Resolver = resolve,
  ) {
    this.allowed = new AllowedHosts(config.allowedHosts);
  }

  /** Why nothing is sent to this address, in a sentence; undefined where it is good, as far as its text tells. */
  refusalOf(url: URL): string | undefined {
    if (url.protocol !== 'https:' && url.protocol !== 'http:') return 'The address must begin with https.';
    if (url.username || url.password) return 'The address must not contain a user name or password.';
    if (this.isExempt(url)) return undefined;
    const host = bare(url.hostname);
    const literal = isIP(host) !== 0;
    const inBlock = literal && this.allowed.hasAddress(host);
    if (url.protocol === 'http:' && !this.config.allowHttp && !inBlock)
      return 'The address must begin with https.';
    if (literal && !this.permits(host)) return 'The address is not a public one.';
    return undefined;
  }

  /** As `refusalOf`, and looks up where the name leads: each of its addresses must be good. */
  async refusal(text: string): Promise<string | undefined> {
    if (!URL.canParse(text)) return 'This is not an address.';
    const url = new URL(text);
    const refused = this.refusalOf(url);
    const host = bare(url.hostname);
    if (refused || this.isExempt(url) || isIP(host) !== 0) return refused;
    const found = await this.addressesOf(host);
    if (found.length === 0) return 'The name of the host leads nowhere.';
    const good = found.every(({ address }) => this.permits(address));
    return good ? undefined : 'The name of the host leads to an address that is not public.';
  }

  /** Named by operations: it may lead anywhere. */
  isExempt(url: URL): boolean {
    return this.allowed.hasHost(url);
  }

  /** For sockets: resolves a name to those of its addresses that are good, and fails where there are none. */
  readonly lookup: LookupFunction = (hostname, options, callback) => {
    this.resolver(hostname, { ...options, all: true }, (error, found) => {
      if (error) return callback(error, '');
      const good = found.filter(({ address }) => this.permits(address));
      const [first] = good;
      if (!first) return callback(new AddressNotAllowed('the name leads to no address that is allowed'), '');
      if (options.all) callback(null, good);
      else callback(null, first.address, first.family);
    });
  };

  private permits(address: string): boolean {
    return isPublic(address) || this.allowed.hasAddress(address);
  }

  private addressesOf(host: string): Promise<LookupAddress[]> {
    return new Promise((answer) => {
      this.resolver(host, { all: true }, (error, found) => answer(error ? [] : found));
    });
  }
}
