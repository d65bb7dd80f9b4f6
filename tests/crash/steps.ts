import { newAccount } from '../support/channel';
import { eventually } from '../support/eventually';
import { typeCard } from '../support/payer';
import type { World } from '../support/world';
import type { Holds } from './holds';
import type { Asked, Shop } from './shop';

/**
 * Where a payment can be when a process dies, by the outside call that it is in the middle of. In this order they are brought
 * there: those that take longest to get there first, and last those of which the call can't be told from others'.
 */
export const STEPS = [
  'inquiring a charge',
  'inquiring a credit',
  'releasing',
  'capturing',
  'checking a page',
  'closing a page',
  'giving back',
  'registering a card',
  'crediting',
  'before the charge',
  'opening a page',
  'charging',
] as const;

export type Step = (typeof STEPS)[number];

export interface Wave {
  world: World;
  shop: Shop;
  holds: Holds<Step>;
}

/** Has the call of a step held, and says how a payment gets there. */
type Way = (wave: Wave) => Promise<() => unknown>;

const idOf = async ({ answered }: Asked): Promise<string> => (await answered).body.id;
/** As soon as it was taken, and long before whoever asked has an answer: that may be after the inquiry. */
const idOfTaken = ({ channel }: World, { order }: Asked): Promise<string> =>
  eventually(async () => {
    const path = `/v1/payments?account=${encodeURIComponent(order.account.value)}`;
    const { items } = await channel.get<{ items: { id: string }[] }>(path);
    if (!items[0]) throw new Error('it was not taken yet');
    return items[0].id;
  });
const about = (reference: string): { match: object } => ({ match: { reference } });
const to = ({ value }: { value: string }): { match: object } => ({ match: { value } });
const ACQUIRER = { target: 'acquirer' } as const;
const BILLER = { target: 'biller' } as const;

const WAYS: Record<Step, Way> = {
  // Inquiries come in a moment, where an answer is lost. Only these are held: there may be others, of earlier waves.
  'inquiring a charge':
    async ({ world, shop, holds }) =>
    async () => {
      const loss = { ...ACQUIRER, operation: 'authorisations', kind: 'dropAfter' };
      const lost = await world.outside.fault(loss);
      const id = await idOfTaken(world, shop.byCard());
      await holds.hold('inquiring a charge', { ...ACQUIRER, operation: 'operations', ...about(id) });
      // So that it is this one's answer, and not that of the next.
      await world.outside.struck(lost, 3_000);
    },
  'inquiring a credit': async ({ world, shop, holds }) => {
    const account = newAccount();
    await world.outside.fault({ ...BILLER, operation: 'registrations', kind: 'dropAfter', ...to(account) });
    return async () => {
      const id = await idOfTaken(world, shop.byCard(account));
      await holds.hold('inquiring a credit', { ...BILLER, operation: 'operations', ...about(id) });
    };
  },
  releasing: async ({ world, shop, holds }) => {
    const id = await idOf(shop.byPage());
    await holds.hold('releasing', { ...ACQUIRER, operation: 'voids', ...about(id) });
    // The channel hears nothing of what the payer does here, and cancels.
    await world.outside.fault({ ...ACQUIRER, operation: 'callback', kind: 'noCallback', ...about(id) });
    await typeCard(await pageOf(world, id));
    return () => shop.takeBack(id, { paid: true });
  },
  capturing: async ({ shop, holds }) => {
    const page = shop.byPage();
    await holds.hold('capturing', { ...ACQUIRER, operation: 'captures', ...about(await idOf(page)) });
    return () => void page.pay();
  },
  'checking a page': async ({ shop, holds }) => {
    const page = shop.byPage();
    await holds.hold('checking a page', { ...ACQUIRER, operation: 'sessions', ...about(await idOf(page)) });
    return () => void page.pay();
  },
  'closing a page': async ({ shop, holds }) => {
    const id = await idOf(shop.byPage());
    await holds.hold('closing a page', { ...ACQUIRER, operation: 'sessions', ...about(id) });
    return () => shop.takeBack(id, { paid: false });
  },
  'giving back': async ({ world: { outside }, shop, holds }) => {
    const account = newAccount();
    await outside.fault({ ...BILLER, operation: 'registrations', kind: 'reject', ...to(account) });
    await holds.hold('giving back', { ...ACQUIRER, operation: 'refunds' });
    return () => void shop.byCard(account);
  },
  'registering a card': async ({ world: { outside }, shop, holds }) => {
    const token = await outside.tokenFor();
    await holds.hold('registering a card', { ...ACQUIRER, operation: 'tokens' });
    return () => shop.registerCard(token);
  },
  crediting: async ({ shop, holds }) => {
    const account = newAccount();
    await holds.hold('crediting', { ...BILLER, operation: 'registrations', ...to(account) });
    return () => void shop.byCard(account);
  },
  'before the charge': async ({ shop, holds }) => {
    const account = newAccount();
    await holds.hold('before the charge', { ...BILLER, operation: 'accounts', ...to(account) });
    return () => void shop.byCard(account);
  },
  'opening a page':
    async ({ shop, holds }) =>
    async () => {
      // The others' looks at their pages are over by then.
      await holds.haveBegun(1_000, ['releasing', 'capturing']);
      await holds.hold('opening a page', { ...ACQUIRER, operation: 'sessions' });
      void shop.byPage().pay();
    },
  charging:
    async ({ shop, holds }) =>
    async () => {
      // Last, as it holds whoever comes first.
      await holds.haveBegun(3_000, ['crediting', 'giving back']);
      await holds.hold('charging', { ...ACQUIRER, operation: 'authorisations' });
      shop.byCard();
    },
};

/** Has a payment, or more, brought to each of these steps, and their calls held. */
export async function bringTo(steps: ReadonlySet<Step>, wave: Wave): Promise<void> {
  const wanted = STEPS.filter((step) => steps.has(step));
  // All that takes long is done first, so that they are held together.
  const ready: (() => unknown)[] = [];
  for (const step of wanted) ready.push(await WAYS[step](wave));
  for (const go of ready) await go();
}

/** The address of a payment's page: on a busy machine, the answer may have come before there was one. */
function pageOf({ channel }: World, id: string): Promise<string> {
  return eventually(async () => {
    const { status, redirectUrl } = await channel.payment(id);
    if (!redirectUrl) throw new Error(`payment ${id} is ${status} and has no page`);
    return redirectUrl;
  });
}
