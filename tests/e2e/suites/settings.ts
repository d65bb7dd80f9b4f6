import { Listening } from '../../../api/testing/listening';
import { eventually } from '../../support/eventually';
import { personOf } from '../../support/person';
import type { Person } from '../../support/person';
import type { World } from '../../support/world';

interface Settings {
  version: number;
  settings: { texts: { receipt: Record<string, { subject: string; text: string }> } };
}

interface Entry {
  type: string;
  actor: { id: string; name?: string };
  user?: { kind: string; id: string };
  authorisedBy?: { kind: string; id: string };
  outcome?: { status: string; code?: string };
  data: Record<string, unknown>;
  sealed: boolean;
}

/** What an administrator changes and looks at while everything runs. */
export function settings(world: () => World): void {
  let adam: Person;
  beforeAll(async () => {
    adam = await personOf(world().stack, 'adam');
  });

  const change = async (changes: object): Promise<void> => {
    const { version } = await adam.get<Settings>('/v1/settings');
    const { status, body } = await adam.call('PATCH', '/v1/settings', { version, changes });
    if (status !== 200) throw new Error(`the settings could not be changed: ${JSON.stringify(body)}`);
  };
  const pay = (value: number, receipt?: object) =>
    world().channel.pay({
      amount: { value, currency: 'EUR' },
      source: { type: 'card', cardId: world().cards.good },
      ...(receipt && { receipt }),
    });

  test('SWI-5 a limit that an administrator sets acts on the next payment, without a restart', async () => {
    expect((await pay(5001)).status).toBe(201);
    await change({ limits: { payment: [{ currency: 'EUR', min: 100, max: 5000 }] } });
    for (const value of [99, 5001]) {
      expect(await pay(value)).toMatchObject({ status: 422, body: { code: 'amount_out_of_limits' } });
    }
    expect((await pay(5000)).status).toBe(201);
    await change({ limits: { payment: [] } });
    expect((await pay(5001)).status).toBe(201);
  });

  test('SWI-5 a text that an administrator writes is in the next receipt', async () => {
    const { receipt } = (await adam.get<Settings>('/v1/settings')).settings.texts;
    const ours = { subject: 'From the till', text: 'The till took {amount}. {id}' };
    await change({ texts: { receipt: { ...receipt, en: ours } } });
    // Not yet in the first one, where a worker that hears of the change within seconds has it.
    await eventually(async () => {
      const { body } = await pay(1050, { email: 'settings@example.com', language: 'en' });
      const sent = () => world().outside.messagesAbout(body.id);
      await eventually(async () => expect(await sent()).toHaveLength(1));
      expect((await sent())[0]!.text).toContain(`The till took 10.50 EUR. ${body.id}`);
    });
    await change({ texts: { receipt } });
  });

  test('SWI-5 each change is on record with its author, before and after', async () => {
    const { items } = await adam.get<{ items: (Entry & { before: object; after: object })[] }>(
      '/v1/settings/history?limit=1',
    );
    expect(items[0]).toMatchObject({
      actor: { name: expect.any(String) },
      before: { texts: { receipt: { en: { subject: 'From the till' } } } },
      after: { texts: { receipt: { en: { subject: 'Payment received' } } } },
    });
  });

  test('ONE-7 whoever listens hears of a payment until it has succeeded', async () => {
    const { stack, channel } = world();
    const listening = await Listening.to(stack.urls.api, { authorization: `Bearer ${stack.apiKey}` });
    const { body } = await pay(1050);
    const heard = (): unknown[] =>
      listening.events.filter(({ data }) => data.id === body.id).map(({ data }) => data.type);
    await listening.until(() => heard().includes('crediting_succeeded'));
    expect(heard()).toEqual(await channel.eventTypes(body.id));
    listening.leave();
  });

  test('SWI-7 a payment is in the exported log with its outcome and user, and the export is, too', async () => {
    const olga = await personOf(world().stack, 'olga');
    const { body } = await olga.pay({ source: { type: 'card', cardId: world().cards.refused } });
    await olga.untilEnded(body.id);
    const user = await olga.get<{ user: { id: string } }>('/v1/session');
    const file = await adam.text(`/v1/audit/export?format=ndjson&objectKind=payment&objectId=${body.id}`);
    const entries = file
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Entry);
    expect(entries.at(-1)).toMatchObject({
      type: 'funding_declined',
      outcome: { status: 'declined', code: 'insufficient_funds' },
      user: { kind: 'user', id: user.user.id },
    });
    const { items } = await adam.get<{ items: Entry[] }>('/v1/audit?type=exported&limit=1');
    expect(items[0]!.data).toMatchObject({ filter: { objectId: body.id } });
  });

  test('SWI-7 a refund is in the log with who asked for it and who authorised it', async () => {
    const [olga, maria] = [await personOf(world().stack, 'olga'), await personOf(world().stack, 'maria')];
    const { body: payment } = await olga.pay({ source: { type: 'card', cardId: world().cards.good } });
    await olga.untilEnded(payment.id);
    const asked = await olga.post<{ id: string }>(`/v1/payments/${payment.id}/refunds`, {
      reason: 'too much',
    });
    const approved = await maria.post(`/v1/refunds/${asked.body.id}/approval`, {});
    expect([asked.status, approved.status]).toEqual([201, 200]);
    await eventually(async () => {
      const { items } = await adam.get<{ items: Entry[] }>(
        `/v1/audit?objectKind=refund&objectId=${asked.body.id}`,
      );
      const given = items.find(({ outcome }) => outcome?.status === 'refunded');
      expect(given).toMatchObject({
        user: { kind: 'user', name: expect.stringMatching(/olga/i) },
        authorisedBy: { kind: 'user', name: expect.stringMatching(/maria/i) },
      });
    });
  });

  test('SWI-9 what is in the log gets sealed, and the chain holds', async () => {
    await eventually(async () => {
      const { items } = await adam.get<{ items: Entry[] }>('/v1/audit?limit=1');
      expect(items[0]!.sealed).toBe(true);
    });
    expect(await adam.get('/v1/audit/verification')).toMatchObject({ intact: true });
  });
}
