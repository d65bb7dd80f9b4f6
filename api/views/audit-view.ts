import type { AuditEntry } from '../../store/interfaces/audit';
import type { ApiDeps } from '../deps';
import type { ActorView } from '../people/user-names';

/** An entry with the names of those in it. */
export interface AuditView extends Omit<AuditEntry, 'actor' | 'user' | 'authorisedBy'> {
  actor: ActorView;
  user?: ActorView;
  authorisedBy?: ActorView;
}

export async function auditViews({ names }: ApiDeps, entries: readonly AuditEntry[]): Promise<AuditView[]> {
  const actors = entries.flatMap(({ actor, user, authorisedBy }) => [actor, user, authorisedBy]);
  const shows = await names.viewing(actors);
  return entries.map(({ actor, user, authorisedBy, ...entry }) => ({
    ...entry,
    actor: shows(actor),
    ...(user && { user: shows(user) }),
    ...(authorisedBy && { authorisedBy: shows(authorisedBy) }),
  }));
}
