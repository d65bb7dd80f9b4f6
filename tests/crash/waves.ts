import { setTimeout as sleep } from 'node:timers/promises';
import { newAccount } from '../support/channel';
import { eventually } from '../support/eventually';
import { typeCard } from '../support/payer';
import type { World } from '../support/world';
import type { Asked, Shop } from './shop';

export type Victim = 'postgres' | 'temporal' | 'worker' | 'api';

/** In the order of starting. */
const ORDER: readonly Victim[] = ['postgres', 'temporal', 'worker', 'api'];

/** How long the other side keeps a call waiting before it commits, in milliseconds: enough to have all steps held together. */
const HELD_MS = 2_000;

type Fault = { target: 'acquirer' | 'biller'; operation: string; kind: string; match?: object };

/** Where a payment can be when a process dies, by the outside call that it is in the middle of. */
export const STEPS = [
  'before the charge',
  'charging',
  'inquiring a charge',
  'crediting',
  'inquiring a credit',
  'opening a page',
  'checking a page',
  'closing a page',
  'capturing',
  'releasing',
  'giving back',
  'registering a card',
] as const;

export type Step = (typeof STEPS)[number];

/**
 * Has a payment held at every step at once, each in the middle of its call, and kills. What is held commits outside
 * when nobody listens any more. Resolves with the steps that were held, once all is up again.
 */
export async function killAtEveryStep(world: World, shop: Shop, victims: readonly Victim[]): Promise<Step[]> {
  const { outside } = world;
  const holds = new Map<Step, string>();
  const fault = (one: Fault, ms?: number): Promise<string> => outside.fault({ ...one, ...(ms && { ms }) });
  const hold = async (step: Step, one: Omit<Fault, 'kind'>): Promise<void> => {
    holds.set(step, await fault({ ...one, kind: 'delay' }, HELD_MS));
  };
  const [checked, credited, lost, refused] = [newAccount(), newAccount(), newAccount(), newAccount()];
  const of = ({ value }: { value: string }): { match: object } => ({ match: { value } });
  const [page, seen, closed, released] = [shop.byPage(), shop.byPage(), shop.byPage(), shop.byPage()];
  const idOf = async ({ answered }: Asked): Promise<string> => (await answered).body.id;
  const [pageId, seenId, closedId] = [await idOf(page), await idOf(seen), await idOf(closed)];
  const releasedId = await idOf(released);
  const token = await outside.tokenFor();

  // Two that are inquired about in a moment: their answers are lost first.
  await fault({ target: 'acquirer', operation: 'authorisations', kind: 'dropAfter' });
  await shop.byCard().answered.catch(() => undefined);
  await fault({ target: 'biller', operation: 'registrations', kind: 'dropAfter', ...of(lost) });
  await hold('inquiring a credit', { target: 'biller', operation: 'operations' });
  await hold('inquiring a charge', { target: 'acquirer', operation: 'operations' });

  await hold('crediting', { target: 'biller', operation: 'registrations', ...of(credited) });
  await fault({ target: 'biller', operation: 'registrations', kind: 'reject', ...of(refused) });
  await hold('giving back', { target: 'acquirer', operation: 'refunds' });
  await hold('capturing', { target: 'acquirer', operation: 'captures', match: { reference: pageId } });
  await hold('checking a page', { target: 'acquirer', operation: 'sessions', match: { reference: seenId } });
  await hold('closing a page', { target: 'acquirer', operation: 'sessions', match: { reference: closedId } });
  await hold('releasing', { target: 'acquirer', operation: 'voids', match: { reference: releasedId } });
  await hold('registering a card', { target: 'acquirer', operation: 'tokens' });
  // The channel hears nothing of what the payer does here, and cancels.
  const unheard = { operation: 'callback', kind: 'noCallback', match: { reference: releasedId } };
  await fault({ target: 'acquirer', ...unheard });
  await typeCard(await pageOf(world, releasedId));
  shop.takeBack(releasedId, { paid: true });
  shop.byCard(lost);
  shop.byCard(credited);
  shop.byCard(refused);
  void page.pay();
  void seen.pay();
  shop.takeBack(closedId, { paid: false });
  shop.registerCard(token);
  await hold('before the charge', { target: 'biller', operation: 'accounts', ...of(checked) });
  shop.byCard(checked);
  // The others' looks at their pages are over by now.
  await Promise.all(
    (['releasing', 'capturing'] as const).map((step) => outside.struck(holds.get(step)!, 1_000)),
  );
  await hold('opening a page', { target: 'acquirer', operation: 'sessions' });
  void shop.byPage().pay();
  // Last, as it holds whoever comes first.
  await outside.struck(holds.get('crediting')!, 3_000);
  await hold('charging', { target: 'acquirer', operation: 'authorisations' });
  shop.byCard();

  await Promise.all([...holds.values()].map((id) => outside.struck(id, 1_500)));
  await crash(world, victims);
  const held: Step[] = [];
  for (const [step, id] of holds) if (await outside.struck(id, 0)) held.push(step);
  await outside.noFaults();
  return held;
}

/** The address of a payment's page: on a busy machine, the answer may have come before there was one. */
function pageOf({ channel }: World, id: string): Promise<string> {
  return eventually(async () => {
    const { status, redirectUrl } = await channel.payment(id);
    if (!redirectUrl) throw new Error(`payment ${id} is ${status} and has no page`);
    return redirectUrl;
  });
}

/** Ends processes as a power cut would, leaves them dead for a moment, and starts them again. */
export async function crash({ stack }: World, victims: readonly Victim[]): Promise<void> {
  await Promise.all(victims.map((victim) => stack.kill(victim)));
  await sleep(500);
  for (const victim of ORDER) {
    // Postgres may need a moment until the last of its orphans has gone.
    if (victims.includes(victim)) await eventually(() => stack.start(victim));
  }
}
