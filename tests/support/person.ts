import type { Stack } from '../harness/stack';
import { Channel } from './channel';
import type { Reply } from './channel';

export interface Session {
  user: { id: string; username: string; displayName: string };
  scopes: string[];
  csrfToken: string;
  passwordChangeRequired: boolean;
}

/** Somebody at the console: what a browser would send of them. */
export class Person extends Channel {
  private cookie = '';
  private csrfToken = '';

  constructor(
    url: string,
    readonly username: string,
    private password: string,
  ) {
    super(url, '');
  }

  /** Signs in and, where the password was for one time only, sets another. @throws where that is refused */
  async signIn(): Promise<Session> {
    const { body, headers, status } = await this.trySignIn();
    if (status !== 200) throw new Error(`${this.username} could not sign in: ${status}`);
    this.keepCookie(headers);
    this.csrfToken = body.csrfToken;
    if (body.passwordChangeRequired) await this.changePassword(`the new one of ${this.username}`);
    return this.get('/v1/session');
  }

  trySignIn(): Promise<Reply<Session>> {
    const { username, password } = this;
    return this.call('POST', '/v1/session', { username, password });
  }

  async changePassword(to: string): Promise<void> {
    const { status, headers } = await this.call('PUT', '/v1/session/password', {
      current: this.password,
      new: to,
    });
    if (status !== 204) throw new Error(`${this.username} could not change the password: ${status}`);
    this.password = to;
    this.keepCookie(headers);
    this.csrfToken = (await this.get<Session>('/v1/session')).csrfToken;
  }

  protected override credentials(): Record<string, string> {
    return {
      origin: this.url,
      ...(this.cookie && { cookie: this.cookie }),
      ...(this.csrfToken && { 'x-csrf-token': this.csrfToken }),
    };
  }

  private keepCookie(headers: Headers): void {
    this.cookie = headers.get('set-cookie')!.split(';', 1)[0]!;
  }
}

const signedIn = new WeakMap<Stack, Map<string, Promise<Person>>>();

/** One of the people that a new stack has, signed in once for all tests of it, with a password of their own. */
export function personOf(stack: Stack, username: string): Promise<Person> {
  const people = signedIn.get(stack) ?? new Map<string, Promise<Person>>();
  signedIn.set(stack, people);
  const person = people.get(username) ?? signInFirst(stack, username);
  people.set(username, person);
  return person;
}

async function signInFirst(stack: Stack, username: string): Promise<Person> {
  const { oneTimePassword } = stack.people.find((one) => one.username === username)!;
  const person = new Person(stack.urls.api, username, oneTimePassword);
  await person.signIn();
  return person;
}
