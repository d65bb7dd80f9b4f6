import type {
  AuditEntry,
  AuditFilter,
  AuditNote,
  AuditStore,
  AuditVerification,
  LoggedChange,
  SealMark,
} from '../../store/interfaces/audit';
import { InvalidCursor } from '../../store/interfaces/reading';

interface Kept extends AuditEntry {
  channel?: string;
}

type New = Pick<LoggedChange, 'object' | 'type'> & Partial<Omit<Kept, 'id'>>;

const entryOf = ({ channel: _, ...entry }: Kept): AuditEntry => entry;

/** A log in memory. Ids are given out in order, and may be filled in any order, as transactions commit. */
export class FakeAudit implements Omit<AuditStore, 'seal'> {
  private readonly kept = new Map<number, Kept>();
  private given = 0;
  /** Of the chain that would be behind it. */
  seal: SealMark | undefined;
  /** How often it was read for changes. */
  reads = 0;
  /** How often a slice of it was read. */
  slices = 0;

  /** An id whose entry comes later, or never. */
  draw(): number {
    return ++this.given;
  }

  add(entry: New, id = this.draw()): { id: number } {
    const actor = { kind: 'system', id: 'workflow' } as const;
    const at = new Date().toISOString();
    this.kept.set(id, { actor, at, data: {}, sealed: false, ...entry, id: String(id) });
    return { id };
  }

  async note(note: AuditNote): Promise<void> {
    this.add(note);
  }

  async list(filter: AuditFilter, { cursor, limit }: { cursor?: string; limit: number }) {
    if (cursor !== undefined && !/^\d+$/.test(cursor)) throw new InvalidCursor();
    const below = this.fitting(filter).filter(({ id }) => Number(id) < Number(cursor ?? Infinity));
    const items = below.reverse().slice(0, limit).map(entryOf);
    return { items, cursor: below.length > limit ? items.at(-1)!.id : undefined };
  }

  async slice(
    filter: AuditFilter,
    { after, until }: { after: string; until: string },
    limit: number,
  ): Promise<AuditEntry[]> {
    this.slices++;
    const within = ({ id }: Kept): boolean => Number(id) > Number(after) && Number(id) <= Number(until);
    return this.fitting(filter).filter(within).slice(0, limit).map(entryOf);
  }

  async newest(): Promise<number> {
    return Math.max(0, ...this.kept.keys());
  }

  async changesAfter(after: number, missing: readonly number[], limit: number): Promise<LoggedChange[]> {
    this.reads++;
    const changes = this.fitting({}).map(({ id, object, type, version, channel }) => ({
      ...{ id: Number(id), object, type, version, channel },
    }));
    const above = changes.filter(({ id }) => id > after).slice(0, limit);
    return [...changes.filter(({ id }) => missing.includes(id)), ...above];
  }

  async lastSeal(): Promise<SealMark | undefined> {
    return this.seal;
  }

  async verify(expected?: SealMark): Promise<AuditVerification> {
    const { seal } = this;
    const expectedSeal = expected && (expected.hash === seal?.hash ? 'found' : 'differs');
    const intact = expectedSeal !== 'differs';
    return { intact, sealed: 3, unsealed: 1, lastSeal: seal, ...(expectedSeal && { expectedSeal }) };
  }

  /** Oldest first. */
  private fitting(filter: AuditFilter): Kept[] {
    const { actorKind, actorId, objectKind, objectId, type, from, to } = filter;
    const is = (wanted: string | undefined, value: string): boolean =>
      wanted === undefined || wanted === value;
    return [...this.kept.values()]
      .filter(({ actor }) => is(actorKind, actor.kind) && is(actorId, actor.id))
      .filter(({ object }) => is(objectKind, object.kind) && is(objectId, object.id))
      .filter((entry) => is(type, entry.type) && entry.at >= (from ?? '') && entry.at < (to ?? '9'))
      .sort((a, b) => Number(a.id) - Number(b.id));
  }
}
