import type { Caller } from '../people/caller';
import type { ApiDeps } from '../deps';

/** Where people see a workflow at work; channels have no business there. */
export function workflowUrlFor({ links }: ApiDeps, caller: Caller, workflowId: string): string | undefined {
  if (caller.kind !== 'user' || !links.temporalUi) return undefined;
  const base = links.temporalUi.replace(/\/+$/, '');
  const namespace = encodeURIComponent(links.temporalNamespace ?? 'default');
  return `${base}/namespaces/${namespace}/workflows/${encodeURIComponent(workflowId)}`;
}
