import { randomUUID } from 'node:crypto';
import { newAccount } from '../support/channel';
import { eventually } from '../support/eventually';
import { goBack, payOnPage, typeCard } from '../support/payer';
import type { Seen } from '../support/payer';
import { useWorld } from '../support/world';
import { openPage } from './suites/pages';

// The API has no worker of its own here, and pages close soon.
const PAGE_EXPIRY_MS = 15_000;
const world = useWorld({
  env: { API_HOSTS_WORKER: 'false', PAGE_EXPIRY_MS: String(PAGE_EXPIRY_MS) },
  workers: 2,
});

const onCard = (): object => ({ source: { type: 'card', cardId: world().cards.good } });
const acquirerFault = (operation: string, kind: string, reference: string): Promise<string> =>
  world().outside.fault({ target: 'acquirer', operation, kind, match: { reference } });

describe('a payment whose workflow runs in another process', () => {
  test('ONE-1 has its funding outcome in the answer all the same', async () => {
    const { channel, outside, cards } = world();
    const { status, body } = await channel.pay(onCard());
    expect(status).toBe(201);
    expect(body.funding.status).toBe('succeeded');
    const refused = await channel.pay({ source: { type: 'card', cardId: cards.refused } });
    expect([refused.status, refused.body.status]).toEqual([201, 'declined']);
    expect(await channel.untilEnded(body.id)).toMatchObject({ status: 'succeeded' });
    expect(await outside.books(body.id)).toMatchObject({ charges: 1, registrations: 1 });
  });

  test('ONE-6 has its page in the answer, and its payer is told the outcome', async () => {
    const { channel } = world();
    const { id, redirectUrl } = await openPage(world());
    expect((await payOnPage(redirectUrl)).html).toContain(id);
    expect(await channel.untilEnded(id)).toMatchObject({ status: 'succeeded' });
  });

  test('ONE-8 is one payment however often it is asked for at once', async () => {
    const { channel, outside } = world();
    const [account, key] = [newAccount(), randomUUID()];
    const replies = await Promise.all(
      Array.from({ length: 10 }, () => channel.payPatiently({ ...onCard(), account }, key)),
    );
    expect(new Set(replies.map(({ body }) => body.id)).size).toBe(1);
    await channel.untilEnded(replies[0]!.body.id);
    expect(await outside.balance(account.value)).toBe(1050);
  });
});

describe('a page that nobody comes back from', () => {
  // Together, as each takes as long as a page is open.
  let left: string;
  let paid: string;
  let late: string;
  let latePayer: Seen;

  beforeAll(async () => {
    const pages = await Promise.all([1, 2, 3].map(() => openPage(world())));
    for (const { id } of pages) await acquirerFault('callback', 'noCallback', id);
    [left, paid, late] = pages.map(({ id }) => id) as [string, string, string];
    await typeCard(pages[1]!.redirectUrl);
    latePayer = await typeCard(pages[2]!.redirectUrl);
    // The acquirer can't be asked at the moment of closing, so all that is known is that time is up.
    await acquirerFault('sessions', 'error', late);
  });

  test('ONE-6 expires by itself, and nothing is charged', async () => {
    const { channel, outside } = world();
    expect(await channel.untilEnded(left)).toMatchObject({ status: 'expired', funding: { status: 'none' } });
    expect(await outside.operations(left)).toEqual([]);
  });

  test('ONE-6 but was paid on is found when it closes, though no news ever came', async () => {
    const { channel, outside } = world();
    expect(await channel.untilEnded(paid)).toMatchObject({ status: 'succeeded' });
    expect(await outside.books(paid)).toMatchObject({ charges: 1, captures: 1, voids: 0, registrations: 1 });
  });

  test('ONE-6 and whose result is known only after it expired is voided, not captured', async () => {
    const { channel, outside } = world();
    expect(await channel.untilEnded(late)).toMatchObject({ status: 'expired' });
    const voided = { charges: 1, captures: 0, voids: 1, registrations: 0 };
    await eventually(async () => expect(await outside.books(late)).toMatchObject(voided));
    expect((await goBack(latePayer)).html).toContain(late);
    await eventually(async () =>
      expect(await channel.eventTypes(late)).toContain('late_authorisation_released'),
    );
  });
});

test('PLT-2 the ledger agrees with all of these', async () => {
  expect(await world().channel.ledger()).toMatchObject({ balanced: true, problems: [] });
});
