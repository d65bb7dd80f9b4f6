import type { LookupAddress } from 'node:dns';
import { Destinations } from './destinations';

const NAMES: Record<string, string[]> = {
  'shop.example': ['93.184.216.34', '2606:4700::1111'],
  'inside.example': ['10.0.0.7'],
  'half.example': ['93.184.216.34', '127.0.0.1'],
  'shop.example.': ['93.184.216.34'],
  localhost: ['127.0.0.1', '::1'],
  'localhost.': ['127.0.0.1'],
  'metadata.google.internal': ['169.254.169.254'],
  'xn--e1afmkfd.xn--p1ai': ['93.184.216.34'],
};

/** Answers as the system's resolver would. */
const resolver = ((
  host: string,
  _options: object,
  answer: (error: Error | null, found: LookupAddress[]) => void,
) => {
  const found = (NAMES[host] ?? []).map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
  if (found.length > 0) answer(null, found);
  else answer(Object.assign(new Error(host), { code: 'ENOTFOUND' }), []);
}) as never;

const destinations = (allowedHosts = '', allowHttp = false) =>
  new Destinations({ allowHttp, allowedHosts }, resolver);
const refusal = (url: string, ...config: Parameters<typeof destinations>) =>
  destinations(...config).refusal(url);

describe('a public host', () => {
  it.each([
    'https://shop.example/hooks?token=1',
    'https://shop.example:8443/',
    'https://SHOP.example./',
    'https://93.184.216.34/',
    'https://[2606:4700::1111]/hooks',
    'https://пример.рф/',
    'https://1572395042/',
  ])('%s is good', async (url) => {
    expect(await refusal(url)).toBeUndefined();
  });

  it.each(['http://shop.example/', 'http://93.184.216.34/'])(
    '%s will do where http is allowed',
    async (url) => {
      expect(await refusal(url)).toContain('https');
      expect(await refusal(url, '', true)).toBeUndefined();
    },
  );
});

describe('an address that is not for channels', () => {
  it.each([
    ['the machine itself', 'https://127.0.0.1/'],
    ['another of its names', 'https://127.8.9.10/'],
    ['in short', 'https://127.1/'],
    ['as one number', 'https://2130706433/'],
    ['in hexadecimal', 'https://0x7f000001/'],
    ['in octal', 'https://0177.0.0.1/'],
    ['in octal, long', 'https://00000177.0.0.1/'],
    ['mixed', 'https://0x7f.0.0.01/'],
    ['with a dot at its end', 'https://127.0.0.1./'],
    ['in wide digits', 'https://１２７.０.０.１/'],
    ['in circled digits', 'https://①②⑦.0.0.1/'],
    ['with ideographic full stops', 'https://127。0。0。1/'],
    ['percent-encoded', 'https://%31%32%37.0.0.1/'],
    ['unspecified', 'https://0.0.0.0/'],
    ['unspecified, in short', 'https://0/'],
    ['this network', 'https://0.1.2.3/'],
    ['private, 10', 'https://10.1.2.3/'],
    ['private, 172.16', 'https://172.16.0.1/'],
    ['private, 172.31', 'https://172.31.255.255/'],
    ['private, 192.168', 'https://192.168.1.1/'],
    ['link-local: the cloud’s metadata', 'https://169.254.169.254/latest/meta-data/'],
    ['the carrier’s NAT', 'https://100.64.0.1/'],
    ['multicast', 'https://224.0.0.1/'],
    ['reserved', 'https://240.0.0.1/'],
    ['broadcast', 'https://255.255.255.255/'],
    ['benchmarks', 'https://198.18.0.1/'],
    ['IETF assignments', 'https://192.0.0.1/'],
    ['IPv6 loopback', 'https://[::1]/'],
    ['IPv6 loopback, at length', 'https://[0:0:0:0:0:0:0:1]/'],
    ['IPv6 unspecified', 'https://[::]/'],
    ['IPv6 link-local', 'https://[fe80::1]/'],
    ['IPv6 unique local', 'https://[fd00::1]/'],
    ['IPv6 site-local', 'https://[fec0::1]/'],
    ['IPv6 multicast', 'https://[ff02::1]/'],
    ['IPv4-mapped', 'https://[::ffff:127.0.0.1]/'],
    ['IPv4-mapped, in hexadecimal', 'https://[::ffff:7f00:1]/'],
    ['IPv4-mapped, though public', 'https://[::ffff:93.184.216.34]/'],
    ['IPv4-compatible', 'https://[::127.0.0.1]/'],
    ['NAT64', 'https://[64:ff9b::7f00:1]/'],
    ['local NAT64', 'https://[64:ff9b:1::7f00:1]/'],
    ['6to4', 'https://[2002:7f00:1::]/'],
    ['Teredo', 'https://[2001:0:1::1]/'],
    ['documentation', 'https://[2001:db8::1]/'],
    ['unassigned', 'https://[4000::1]/'],
    ['a name of the machine', 'https://localhost/'],
    ['the same with a dot', 'https://localhost./'],
    ['a name that leads inside', 'https://inside.example/'],
    ['a name that leads inside, too', 'https://half.example/'],
    ['a name in the cloud', 'https://metadata.google.internal/'],
  ])('%s is refused', async (_what, url) => {
    expect(await refusal(url, '', true)).toMatch(/not (a )?public/);
  });

  it.each([
    ['a zone', 'https://[fe80::1%25eth0]/'],
    ['no address', 'shop'],
    ['a number too large', 'https://4294967296/'],
    ['a name that leads nowhere', 'https://nowhere.example/'],
    ['a file', 'file:///etc/passwd'],
    ['another protocol', 'gopher://shop.example/'],
    ['a user name', 'https://user@shop.example/'],
    ['a password', 'https://:secret@shop.example/'],
    ['what looks like another host', 'https://shop.example@127.0.0.1/'],
  ])('%s is refused', async (_what, url) => {
    expect(await refusal(url, '', true)).toEqual(expect.any(String));
  });
});

describe('what operations allows', () => {
  it.each([
    ['localhost', 'http://localhost:3999/hooks'],
    ['localhost', 'http://LOCALHOST./'],
    ['127.0.0.1', 'http://127.0.0.1:9/'],
    ['127.0.0.1', 'http://2130706433:9/'],
    [' other.example , inside.example:8443 ', 'https://inside.example:8443/'],
    ['inside.example:443', 'https://inside.example/'],
    ['inside.example:80', 'http://inside.example/'],
    ['10.0.0.0/8', 'https://inside.example/'],
    ['10.0.0.0/8', 'http://10.9.9.9/'],
    ['127.0.0.0/8', 'https://half.example/'],
    ['[::1]:8080', 'http://[0::1]:8080/'],
    ['::1/128', 'http://[::1]/'],
    ['nowhere.example', 'https://nowhere.example/'],
  ])('%s opens %s', async (allowed, url) => {
    expect(await refusal(url, allowed)).toBeUndefined();
  });

  it.each([
    ['inside.example:8443', 'https://inside.example/'],
    ['example', 'https://inside.example/'],
    ['inside.example', 'https://x.inside.example/'],
    ['127.0.0.1', 'https://127.0.0.2/'],
    ['127.0.0.1', 'https://localhost/'],
    ['10.0.0.0/8', 'https://11.0.0.1.inside.example/'],
    ['10.0.0.0/8', 'http://inside.example/'],
    ['10.0.0.0/30', 'https://inside.example/'],
    ['[::1]:8080', 'http://[::1]/'],
    ['localhost', 'http://user:pass@localhost/'],
    ['localhost', 'file://localhost/etc/passwd'],
  ])('%s does not open %s', async (allowed, url) => {
    expect(await refusal(url, allowed)).toEqual(expect.any(String));
  });

  it.each(['http://localhost', 'local host', 'a@b', 'x/33', '10.0.0.0/33', 'host:99999', 'host/path', 'h?x'])(
    '"%s" is none of it, and said so',
    (allowed) => {
      expect(() => destinations(allowed)).toThrow(`"${allowed}" is neither a host`);
    },
  );
});

describe('the look-up of a socket', () => {
  const lookup = (host: string, options: object, allowed?: string) =>
    new Promise((resolve) => {
      destinations(allowed).lookup(host, options, (error, ...found) => resolve(error?.name ?? found));
    });

  it('gives the addresses that are good, and those alone', async () => {
    expect(await lookup('shop.example', { all: true })).toEqual([
      [
        { address: '93.184.216.34', family: 4 },
        { address: '2606:4700::1111', family: 6 },
      ],
    ]);
    expect(await lookup('half.example', { all: true })).toEqual([[{ address: '93.184.216.34', family: 4 }]]);
    expect(await lookup('half.example', {})).toEqual(['93.184.216.34', 4]);
  });

  it('fails for a name that leads inside, whatever it led to when the endpoint was registered', async () => {
    expect(await lookup('inside.example', { all: true })).toBe('AddressNotAllowed');
    expect(await lookup('localhost', {})).toBe('AddressNotAllowed');
    expect(await lookup('inside.example', {}, '10.0.0.0/8')).toEqual(['10.0.0.7', 4]);
    expect(await lookup('nowhere.example', {})).toBe('Error');
  });
});
