import type { Actor } from '../../domain/actors';
import type { UserStore } from '../../store/interfaces/users';
import type { Caller } from './caller';

const KNOWN_FOR_MS = 60_000;
const MOST_NAMES = 10_000;

/** An actor as people see it: users by their display names too. */
export interface ActorView {
  kind: Actor['kind'];
  id: string;
  name?: string;
}

export type Shows = (actor: Actor) => ActorView;

/** The names of our people are no channel's business. */
export const byId: Shows = ({ kind, id }) => ({ kind, id });

/** The display names of users, looked up together and remembered for a minute. */
export class UserNames {
  private readonly remembered = new Map<string, { name: string | undefined; until: number }>();

  constructor(
    private readonly users: Pick<UserStore, 'names'>,
    private readonly now: () => Date,
  ) {}

  /** A function that shows each of these actors; their names are looked up once, here. */
  async viewing(actors: Iterable<Actor | undefined>): Promise<Shows> {
    const ids = [...actors].flatMap((actor) => (actor?.kind === 'user' ? [actor.id] : []));
    const names = await this.namesOf(new Set(ids));
    return ({ kind, id }) => {
      const name = kind === 'user' ? names.get(id) : undefined;
      return { kind, id, ...(name !== undefined && { name }) };
    };
  }

  /** The same for people; channels are shown nobody's name. */
  async shownTo({ kind }: Pick<Caller, 'kind'>, actors: Iterable<Actor | undefined>): Promise<Shows> {
    return kind === 'user' ? this.viewing(actors) : byId;
  }

  private async namesOf(ids: ReadonlySet<string>): Promise<ReadonlyMap<string, string | undefined>> {
    const now = this.now().getTime();
    const known = [...ids].flatMap((id) => {
      const found = this.remembered.get(id);
      return found && found.until > now ? [[id, found.name] as const] : [];
    });
    const unknown = [...ids].filter((id) => !known.some(([knownId]) => knownId === id));
    if (unknown.length === 0) return new Map(known);
    const found = await this.users.names(unknown);
    if (this.remembered.size >= MOST_NAMES) this.remembered.clear();
    for (const id of unknown) this.remembered.set(id, { name: found.get(id), until: now + KNOWN_FOR_MS });
    return new Map([...known, ...found]);
  }
}
