import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startApi } from '../testing/api';
import type { TestApi } from '../testing/api';

const SCRIPT = 'console.log(1);'.repeat(50);

describe('the console’s files', () => {
  let api: TestApi;
  let home: string;

  beforeAll(async () => {
    home = mkdtempSync(path.join(tmpdir(), 'console-'));
    mkdirSync(path.join(home, 'dist', 'assets'), { recursive: true });
    writeFileSync(path.join(home, 'dist', 'index.html'), '<!doctype html><title>Tillflow</title>');
    writeFileSync(path.join(home, 'dist', 'assets', 'index-abc.js'), SCRIPT);
    writeFileSync(path.join(home, 'secret.html'), 'nobody reads this');
    api = await startApi({
      console: { folder: path.join(home, 'dist'), vaultOrigin: 'https://vault.example' },
    });
  });
  afterAll(async () => {
    await api.close();
    rmSync(home, { recursive: true, force: true });
  });

  it.each(['/console/', '/console/payments', '/console/payments/pay_1?status=funded'])(
    'answers %s with the page, never stored, and a strict policy',
    async (place) => {
      const response = await fetch(api.url + place);
      expect([response.status, await response.text()]).toEqual([200, expect.stringContaining('Tillflow')]);
      expect(response.headers.get('cache-control')).toBe('no-store');
      const policy = response.headers.get('content-security-policy');
      expect(policy).toContain("script-src 'self'");
      expect(policy).toContain("connect-src 'self' https://vault.example;");
      expect(policy).not.toContain('unsafe');
    },
  );

  it('leads to the slash', async () => {
    const response = await fetch(`${api.url}/console`, { redirect: 'manual' });
    expect([response.status, response.headers.get('location')]).toEqual([308, '/console/']);
  });

  it('lets what has a hash in its name be kept for good, and packs it', async () => {
    const response = await fetch(`${api.url}/console/assets/index-abc.js`);
    expect(await response.text()).toBe(SCRIPT);
    expect(response.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(response.headers.get('content-encoding')).toBe('gzip');
    expect(response.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
  });

  it.each(['/console/assets/gone.js', '/console/gone.svg'])(
    'does not answer %s with a page',
    async (place) => {
      expect(await (await fetch(api.url + place)).json()).toMatchObject({ code: 'route_not_found' });
    },
  );

  it.each(['/console/../secret.html', '/console/%2e%2e/secret.html', '/console/..%2fsecret.html'])(
    'reads nothing outside its folder: %s',
    async (place) => expect(await rawBody(api.url, place)).not.toContain('nobody reads this'),
  );

  it('says so where the console has not been built', async () => {
    const bare = await startApi({ console: { folder: path.join(home, 'nowhere') } });
    const reply = await bare.send('GET', '/console/');
    await bare.close();
    expect(reply).toMatchObject({ status: 404, json: { detail: 'The console has not been built.' } });
  });
});

/** `fetch` would tidy the path up before it is sent. */
function rawBody(url: string, place: string): Promise<string> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    request({ hostname, port, path: place }, (response) => {
      let text = '';
      response.on('data', (chunk) => (text += chunk)).on('end', () => resolve(text));
    })
      .once('error', reject)
      .end();
  });
}
