import { randomUUID } from 'node:crypto';
import pg from 'pg';
import type { Payment, Reply } from '../../support/channel';
import { eventually } from '../../support/eventually';
import { APPROVED_CARD } from '../../support/outside';
import { lineOf, untilLineIs } from '../../support/lines';
import { personOf } from '../../support/person';
import type { Person } from '../../support/person';
import type { World } from '../../support/world';

const REFUSED_CARD = '4000000000009995';

interface Source {
  token: string;
  brand: string;
  last4: string;
}

/** Card numbers that are keyed in during an outage. */
export function numbersInVault(world: () => World): void {
  let olga: Person;

  beforeAll(async () => {
    const { stack } = world();
    olga = await personOf(stack, 'olga');
    const adam = await personOf(stack, 'adam');
    const { version } = await adam.get<{ version: number }>('/v1/settings');
    const changes = { lines: { probeMs: 1000, downAfterFailures: 1, forwardPerSecond: 20 } };
    const { status } = await adam.call('PATCH', '/v1/settings', { version, changes });
    expect(status).toBe(200);
  });
  afterEach(async () => {
    await world().outside.noFaults();
    await untilLineOpens();
  });

  /** Where nothing waits for it, it is tried with the next payment. */
  const untilLineOpens = (): Promise<void> =>
    eventually(async () => {
      const { channel, cards } = world();
      const { status } = await lineOf(olga);
      if (status !== 'up') await channel.pay({ source: { type: 'card', cardId: cards.good } });
      expect(status).toBe('up');
    });

  async function outage(): Promise<void> {
    await world().outside.fault({ target: 'acquirer', kind: 'outage' });
    await untilLineIs(olga, 'down');
  }

  const ticketFor = (who: Person | World['channel']) =>
    who.call<{ ticket: string; url: string; code?: string }>('POST', '/v1/vault-tickets', undefined, {
      'idempotency-key': randomUUID(),
    });

  /** As the operator's browser does: straight to the vault. */
  async function keyIn(number = APPROVED_CARD): Promise<Source> {
    const { ticket, url } = (await ticketFor(olga)).body;
    const response = await fetch(url, {
      method: 'POST',
      headers: { authorization: `Bearer ${ticket}`, origin: olga.url, 'content-type': 'application/json' },
      body: JSON.stringify({ number, expiryMonth: 12, expiryYear: new Date().getUTCFullYear() + 3 }),
    });
    expect(response.status).toBe(201);
    const { token, brand, last4 } = (await response.json()) as Source;
    return { token, brand, last4 };
  }

  const pay = (
    source: Source,
    who: Pick<Person, 'pay'> = olga,
  ): Promise<Reply<Payment & { code?: string }>> =>
    who.pay({ source: { type: 'vaulted_card', ...source }, batch: true });

  /** Taken on, and waiting. */
  async function batched(source: Source): Promise<string> {
    const { status, body } = await pay(source);
    expect([status, body.status]).toEqual([202, 'batched']);
    return body.id;
  }

  /** Why the vault has erased a number; `kept` while it has not. */
  async function inVault({ token }: Source): Promise<string> {
    const url = new URL(world().stack.urls.database);
    url.pathname = '/tillflow_vault';
    const client = new pg.Client({ connectionString: url.href });
    await client.connect();
    try {
      const { rows } = await client.query<{ state: string }>(
        `select 'kept' as state from card_number where id = $1
         union all select reason from erased_card where id = $1`,
        [token],
      );
      return rows.map(({ state }) => state).join();
    } finally {
      await client.end();
    }
  }

  const untilErased = (source: Source, why: string): Promise<void> =>
    eventually(async () => expect(await inVault(source)).toBe(why));

  test('SWI-8 a number keyed in during an outage is charged once when the line is back, and erased', async () => {
    const { stack, outside } = world();
    await outage();
    const source = await keyIn();
    expect(source).toMatchObject({ brand: 'visa', last4: '4242' });
    const id = await batched(source);
    for (const name of ['vault', 'worker', 'api']) await stack.kill(name);
    for (const name of ['vault', 'worker', 'api']) await stack.start(name);
    expect(await olga.payment(id)).toMatchObject({ status: 'batched' });
    expect(await inVault(source)).toBe('kept');
    expect(await outside.operations(id)).toEqual([]);

    await outside.noFaults();
    expect(await olga.untilEnded(id)).toMatchObject({
      status: 'succeeded',
      source: { type: 'vaulted_card', card: { brand: 'visa', last4: '4242' } },
    });
    expect(await outside.books(id)).toMatchObject({ charges: 1, registrations: 1, refunds: 0 });
    await untilErased(source, 'answered');
    expect(await olga.eventTypes(id)).toEqual([
      'received',
      'dispatched',
      'funding_succeeded',
      'crediting_succeeded',
    ]);
  });

  test('SWI-8 one that is cancelled is never sent, and erased', async () => {
    const { outside } = world();
    await outage();
    const source = await keyIn();
    const id = await batched(source);
    expect((await olga.post<Payment>(`/v1/payments/${id}/cancel`, {})).body.status).toBe('cancelled');
    await untilErased(source, 'asked');
    await outside.noFaults();
    await untilLineOpens();
    expect(await outside.operations(id)).toEqual([]);
  });

  test('SWI-8 a card that is refused is a decline, and its number is erased', async () => {
    await outage();
    const source = await keyIn(REFUSED_CARD);
    const id = await batched(source);
    await world().outside.noFaults();
    expect(await olga.untilEnded(id)).toMatchObject({
      status: 'declined',
      funding: { declineCode: 'insufficient_funds' },
    });
    await untilErased(source, 'answered');
  });

  test('SWI-8 a vault that is away when the line comes back is waited for, and the card is charged once', async () => {
    const { stack, outside } = world();
    await outage();
    const source = await keyIn();
    const id = await batched(source);
    await stack.kill('vault');
    await outside.noFaults();
    await eventually(async () =>
      expect(await olga.payment(id)).toMatchObject({ status: 'processing', funding: { status: 'unknown' } }),
    );
    expect(await outside.operations(id)).toEqual([]);
    await stack.start('vault');
    expect(await olga.untilEnded(id)).toMatchObject({ status: 'succeeded' });
    expect(await outside.books(id)).toMatchObject({ charges: 1, registrations: 1 });
    await untilErased(source, 'answered');
  });

  test('SWI-8 an answer that is lost on the way to the vault is asked for: the card is charged once', async () => {
    const { outside } = world();
    await outage();
    const source = await keyIn();
    const id = await batched(source);
    await outside.noFaults();
    await outside.fault({ target: 'acquirer', operation: 'authorisations', kind: 'dropAfter' });
    expect(await olga.untilEnded(id)).toMatchObject({ status: 'succeeded' });
    expect(await outside.books(id)).toMatchObject({ charges: 1, registrations: 1 });
    await untilErased(source, 'asked');
  });

  test('SWI-8 nobody keys a number in who may not, or while the line is up', async () => {
    const { stack, channel } = world();
    const omar = await personOf(stack, 'omar');
    const never = { token: `vlt_${'0'.repeat(32)}`, brand: 'visa', last4: '4242' };
    const codes = async (who: Person | typeof channel) => [
      (await ticketFor(who)).body.code,
      (await pay(never, who)).body.code,
    ];
    expect(await codes(olga)).toEqual(['line_up', 'line_up']);
    await outage();
    expect(await codes(omar)).toEqual(['scope_missing', 'scope_missing']);
    expect(await codes(channel)).toEqual(['person_required', 'person_required']);
  });
}
