import type { Actor } from '../../domain/actors';
import { scopesOf } from '../../domain/levels';
import type { Scope } from '../../domain/scopes';
import type { Channel } from '../../store/interfaces/channels';
import type { UserSession } from '../../store/interfaces/sessions';

/** Who makes a request: a program with an API key, or a person signed in at the console. */
export interface Caller {
  kind: 'channel' | 'user';
  id: string;
  scopes: readonly Scope[];
  /** The channel that what the caller makes belongs to; people's is the console. */
  channel: string;
  /** Of a person who came by the session cookie. */
  session?: UserSession & { token: string; csrfToken: string };
}

/** The channel of everything that people do at the console. No key can be granted to it. */
export const CONSOLE = 'console';

export const NOBODY: Caller = { kind: 'channel', id: '', scopes: [], channel: '' };

export function channelCaller({ id, scopes }: Channel): Caller {
  return { kind: 'channel', id, scopes, channel: id };
}

export function userCaller(session: NonNullable<Caller['session']>): Caller {
  const { id, level, permissions } = session.user;
  return { kind: 'user', id, scopes: scopesOf(level, permissions), channel: CONSOLE, session };
}

export const actorOf = ({ kind, id }: Caller): Actor => ({ kind, id });

/** People share a channel, and not their keys: each one's are apart. */
export const ownKey = ({ kind, id }: Caller, key: string): string => (kind === 'user' ? `${id} ${key}` : key);

export const may = (caller: Caller, scope: Scope): boolean => caller.scopes.includes(scope);

/** People watch over all payments; a channel sees its own, unless operations lets it see more. */
export const seesEverything = (caller: Caller): boolean =>
  caller.kind === 'user' || may(caller, 'operations:read');

/** Of these fields, those that a caller may read: what people note is for people. */
export const readableBy = <T extends string>({ kind }: Caller, fields: readonly T[]): readonly T[] =>
  kind === 'user' ? fields : fields.filter((field) => field !== 'note');
