import type { SettingsChanges } from '../../domain/operating-settings';
import type { SettingsVersion } from '../../store/interfaces/settings';
import { actorOf } from '../people/caller';
import type { ApiDeps } from '../deps';
import { Problem } from '../http/problems';
import { route } from '../http/route';
import {
  changeSettingsSchema,
  settingsHistory,
  settingsHistoryQuery,
  settingsView,
} from '../schemas/settings';

export const getSettings = route({
  method: 'get',
  path: '/v1/settings',
  permission: 'settings:read',
  operationId: 'getSettings',
  tag: 'Settings',
  summary: 'See the operating settings',
  responses: { 200: { description: 'The settings as they stand', schema: settingsView } },
  handle: async ({ deps }) => ({ status: 200, json: await viewOf(deps, await deps.store.settings.read()) }),
});

export const changeSettings = route({
  method: 'patch',
  path: '/v1/settings',
  permission: 'settings:write',
  operationId: 'changeSettings',
  tag: 'Settings',
  summary: 'Change operating settings',
  description: 'They act within seconds, without a restart. The log keeps what each was before and after.',
  request: { body: changeSettingsSchema },
  requestExamples: {
    limits: {
      summary: 'From one euro to five hundred',
      value: { version: 3, changes: { limits: { payment: [{ currency: 'EUR', min: 100, max: 50000 }] } } },
    },
  },
  responses: { 200: { description: 'The settings after the change', schema: settingsView } },
  problems: ['settings_changed_meanwhile'],
  async handle({ deps, caller, body }) {
    const changes = body.changes as SettingsChanges;
    refuseUnknownAcquirers(deps, changes);
    const changed = await deps.store.settings.change(body.version, changes, actorOf(caller));
    if (changed === 'stale') throw new Problem('settings_changed_meanwhile');
    await deps.refreshOperating();
    return { status: 200, json: await viewOf(deps, changed) };
  },
});

export const listSettingsHistory = route({
  method: 'get',
  path: '/v1/settings/history',
  permission: 'settings:read',
  operationId: 'listSettingsHistory',
  tag: 'Settings',
  summary: 'See how the settings were changed, newest first',
  request: { query: settingsHistoryQuery },
  responses: { 200: { description: 'A page of changes', schema: settingsHistory } },
  problems: ['invalid_cursor'],
  async handle({ deps, query }) {
    const { items, cursor } = await deps.store.settings.history(query);
    const shows = await deps.names.viewing(items.map(({ actor }) => actor));
    const shown = items.map((change) => ({ ...change, actor: shows(change.actor) }));
    return { status: 200, json: { items: shown, cursor } };
  },
});

async function viewOf(deps: ApiDeps, now: SettingsVersion): Promise<Record<string, unknown>> {
  const { settings, version, changedAt, changedBy } = now;
  const shows = await deps.names.viewing([changedBy]);
  return { settings, version, changedAt, changedBy: changedBy && shows(changedBy) };
}

/** Which acquirers there are is known to the process alone, so no schema can say it. */
function refuseUnknownAcquirers({ acquirers }: ApiDeps, changes: SettingsChanges): void {
  const errors = Object.entries(changes.acquirers?.byCurrency ?? {})
    .filter(([, name]) => !acquirers.includes(name))
    .map(([currency]) => ({
      path: `changes.acquirers.byCurrency.${currency}`,
      code: 'acquirer_unknown' as const,
      message: `Set up are: ${acquirers.join(', ')}.`,
    }));
  if (errors.length > 0) throw new Problem('validation_failed', { errors });
}
