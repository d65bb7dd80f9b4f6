import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { promisify } from 'node:util';
import { newKey } from '../../cli/context';

export type DemoUser = 'demo-operator' | 'demo-manager';

const LEVELS: Record<DemoUser, string> = { 'demo-operator': 'operator', 'demo-manager': 'manager' };

const ROOT = path.resolve(__dirname, '..', '..');

/** `npm run users`, as whoever runs the stack has it. */
async function users<T>(...args: string[]): Promise<T> {
  const script = path.join(ROOT, 'scripts', 'users.mjs');
  try {
    const run = await promisify(execFile)(process.execPath, [script, ...args, '--json'], { cwd: ROOT });
    return JSON.parse(run.stdout) as T;
  } catch (error) {
    const said = String((error as { stderr?: string }).stderr ?? '').trim();
    throw new Error(
      `npm run users ${args[0]} failed, without which nobody can ask for a refund: ${said.split('\n').at(-1)}`,
      { cause: error },
    );
  }
}

/** Somebody who signs in at the console: what a browser would send of them. */
export class Person {
  private headers: Record<string, string> = {};

  constructor(
    private readonly url: string,
    private readonly username: string,
  ) {}

  /** With the one-time password, which is changed at once for one that nobody will know. */
  async signIn(oneTimePassword: string): Promise<void> {
    const { username } = this;
    const session = await this.call<{ csrfToken: string }>('POST', '/v1/session', {
      username,
      password: oneTimePassword,
    });
    this.headers['X-CSRF-Token'] = session.csrfToken;
    const change = { current: oneTimePassword, new: randomBytes(24).toString('base64url') };
    await this.call('PUT', '/v1/session/password', change);
    this.headers['X-CSRF-Token'] = (await this.get<{ csrfToken: string }>('/v1/session')).csrfToken;
  }

  get<T>(resource: string): Promise<T> {
    return this.call('GET', resource);
  }

  post<T>(resource: string, body: object): Promise<T> {
    return this.call('POST', resource, body, { 'Idempotency-Key': newKey() });
  }

  private async call<T>(method: string, resource: string, body?: object, more: object = {}): Promise<T> {
    const response = await fetch(`${this.url}${resource}`, {
      method,
      headers: { ...this.headers, ...(body && { 'Content-Type': 'application/json' }), ...more },
      body: body && JSON.stringify(body),
      signal: AbortSignal.timeout(30_000),
    });
    const text = await response.text();
    if (!response.ok) {
      throw new Error(`${this.username}: ${method} ${resource} answered ${response.status} ${text}`);
    }
    const cookie = response.headers.get('set-cookie')?.split(';', 1)[0];
    if (cookie) this.headers.Cookie = cookie;
    return (text && JSON.parse(text)) as T;
  }
}

/** Lets the demo's people in while `act` is done, and nobody as them afterwards. */
export async function withPeople<T>(
  url: string,
  act: (people: Record<DemoUser, Person>) => Promise<T>,
): Promise<T> {
  const known = await users<{ username: string }[]>('list');
  const enter = async (username: DemoUser): Promise<Person> => {
    const isKnown = known.some((one) => one.username === username);
    if (isKnown) await users('enable', '--username', username);
    const { oneTimePassword } = await users<{ oneTimePassword: string }>(
      ...(isKnown ? ['reset-password'] : ['add', '--level', LEVELS[username]]),
      ...['--username', username],
    );
    const person = new Person(url, username);
    await person.signIn(oneTimePassword);
    return person;
  };
  try {
    return await act({
      'demo-operator': await enter('demo-operator'),
      'demo-manager': await enter('demo-manager'),
    });
  } finally {
    for (const username of Object.keys(LEVELS)) {
      await users('disable', '--username', username).catch(() => undefined);
    }
  }
}
