import type { Channel } from './channel';
import { eventually } from './eventually';
import type { Person } from './person';

/** As the API documents it (docs/openapi.json). */
export interface Line {
  acquirer: string;
  status: 'up' | 'down' | 'trial';
  batched: { payments: number; refunds: number };
}

/** The line to the sandbox's acquirer. */
export async function lineOf(who: Channel): Promise<Line> {
  const { items } = await who.get<{ items: Line[] }>('/v1/lines');
  return items.find(({ acquirer }) => acquirer === 'sandbox')!;
}

export function untilLineIs(who: Channel, status: Line['status'], limitMs?: number): Promise<void> {
  return eventually(async () => {
    const line = await lineOf(who);
    if (line.status !== status) throw new Error(`the line is ${line.status}, not ${status}`);
  }, limitMs);
}

/** Has the lines watched closely, as an administrator may. */
export async function watchClosely(administrator: Person, forwardPerSecond: number): Promise<void> {
  const { version } = await administrator.get<{ version: number }>('/v1/settings');
  const lines = { probeMs: 1_000, downAfterFailures: 2, forwardPerSecond };
  const { status } = await administrator.call('PATCH', '/v1/settings', { version, changes: { lines } });
  if (status !== 200) throw new Error(`the settings could not be changed: ${status}`);
}
