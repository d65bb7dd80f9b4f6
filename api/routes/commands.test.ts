import { EngineUnavailable } from '../../client/interfaces';
import type { RefundFact } from '../../domain/refunds';
import { commandIdOf } from '../rules/commands';
import { startApi } from '../testing/api';
import type { TestApi } from '../testing/api';
import type { Reply } from '../testing/reply';
import type { Person } from '../testing/people';
import { succeededPayment } from '../testing/refunds';

let api: TestApi;
let olga: Person;
let maria: Person;
beforeEach(async () => {
  api = await startApi();
  [olga, maria] = [await api.person('operator'), await api.person('manager')];
});
afterEach(() => api.close());

const away = new EngineUnavailable('the workflow engine did not answer');
const command = (as: Person, path: string, body: object, idempotencyKey?: string): Promise<Reply> =>
  api.send('POST', path, { as, body, idempotencyKey });
const outcome = ({ status, json }: Reply): unknown[] => [status, json.code ?? json.status];
const actorOf = ({ id }: Person) => ({ kind: 'user', id }) as const;
const at = '2026-01-31T10:00:00.000Z';

describe('a command that took effect, though its answer was lost', () => {
  const decision = { decision: 'succeeded', note: 'seen in the bank’s books' };
  const approved = (): RefundFact => ({ type: 'approved', batched: false, actor: actorOf(maria), at });

  async function refund(...facts: RefundFact[]): Promise<string> {
    const paymentId = await succeededPayment(api);
    const asked = await command(olga, `/v1/payments/${paymentId}/refunds`, { reason: 'r' });
    for (const fact of facts) api.store.refunds.happen(String(asked.json.id), fact, actorOf(maria));
    return String(asked.json.id);
  }

  async function openPage(): Promise<string> {
    const body = {
      amount: { value: 5, currency: 'EUR' },
      account: { by: 'account', value: '1' },
      source: { type: 'hosted_page' },
    };
    return String((await command(olga, '/v1/payments', body)).json.id);
  }

  it.each([
    ['approval', {}, () => maria, approved, 'approved'],
    [
      'rejection',
      { reason: 'no grounds' },
      () => maria,
      (): RefundFact => ({ type: 'rejected', actor: actorOf(maria), at }),
      'rejected',
    ],
    [
      'cancellation',
      {},
      () => olga,
      (): RefundFact => ({ type: 'cancelled', actor: actorOf(olga) }),
      'cancelled',
    ],
  ])('is no refusal of the same request: a refund’s %s', async (name, body, by, fact, status) => {
    const id = await refund();
    const path = `/v1/refunds/${id}/${name}`;
    api.store.refunds.fails = away;
    expect(outcome(await command(by(), path, body, 'k1'))).toEqual([503, 'engine_unavailable']);
    api.store.refunds.fails = undefined;
    api.store.refunds.happen(id, fact(), actorOf(by()));
    expect(outcome(await command(by(), path, body, 'k1'))).toEqual([200, status]);
    expect(outcome(await command(by(), path, body, 'k2'))).toEqual([409, 'refund_not_pending']);
  });

  it.each([
    [{}, 'line_down'],
    [{ batch: true }, 'scope_missing'],
  ])(
    'is no refusal of the same request: a refund’s approval %j whose line went down meanwhile',
    async (body, code) => {
      const id = await refund();
      const path = `/v1/refunds/${id}/approval`;
      api.store.refunds.fails = away;
      expect((await command(maria, path, body, 'k1')).status).toBe(503);
      api.store.refunds.fails = undefined;
      api.store.refunds.happen(id, approved(), actorOf(maria));
      api.store.lines = [{ acquirer: 'sandbox', status: 'down', since: at }];
      expect(outcome(await command(maria, path, body, 'k1'))).toEqual([200, 'approved']);
      expect((await command(maria, path, body, 'k2')).json.code).toBe(code);
    },
  );

  it('is no refusal of the same request: a refund’s resolution', async () => {
    const id = await refund(approved(), { type: 'attention_raised', reason: 'refunding_unresolved' });
    const path = `/v1/refunds/${id}/resolution`;
    api.store.refunds.fails = away;
    expect((await command(maria, path, decision, 'k1')).status).toBe(503);
    api.store.refunds.fails = undefined;
    const settled = { type: 'refunding_succeeded', externalId: 'op_1', note: decision.note } as const;
    api.store.refunds.happen(id, settled, actorOf(maria));
    expect(outcome(await command(maria, path, decision, 'k1'))).toEqual([200, 'refunded']);
    expect(outcome(await command(maria, path, decision, 'k2'))).toEqual([409, 'refund_not_in_attention']);
  });

  it('is a refusal where a refund was resolved the other way, with the same note', async () => {
    const id = await refund(approved(), { type: 'attention_raised', reason: 'refunding_unresolved' });
    const path = `/v1/refunds/${id}/resolution`;
    const other = { ...decision, decision: 'declined' };
    api.store.refunds.fails = away;
    expect((await command(maria, path, other, 'k1')).status).toBe(503);
    api.store.refunds.fails = undefined;
    const settled = { type: 'refunding_succeeded', externalId: 'op_1', note: decision.note } as const;
    api.store.refunds.happen(id, settled, actorOf(maria));
    expect(outcome(await command(maria, path, other, 'k1'))).toEqual([409, 'refund_not_in_attention']);
  });

  it('is no refusal of the same request: a payment’s cancellation', async () => {
    const id = await openPage();
    const path = `/v1/payments/${id}/cancel`;
    api.client.fails = away;
    expect((await command(maria, path, {}, 'k1')).status).toBe(503);
    api.client.fails = undefined;
    await api.client.cancel(id, actorOf(maria));
    expect(outcome(await command(maria, path, {}, 'k1'))).toEqual([200, 'cancelled']);
    expect(outcome(await command(maria, path, {}, 'k2'))).toEqual([409, 'payment_not_cancellable']);
  });

  it('is no refusal of the same request: a payment’s resolution', async () => {
    const id = await succeededPayment(api);
    const path = `/v1/payments/${id}/resolve`;
    api.client.fails = away;
    expect((await command(maria, path, decision, 'k1')).status).toBe(503);
    api.client.fails = undefined;
    const fact = { type: 'attention_cleared', actor: actorOf(maria), note: decision.note } as const;
    api.store.held.get(id)!.facts.push({ version: 4, fact, actor: fact.actor, at });
    expect(outcome(await command(maria, path, decision, 'k1'))).toEqual([200, 'succeeded']);
    expect(outcome(await command(maria, path, decision, 'k2'))).toEqual([409, 'payment_not_running']);
  });

  it('is a refusal where it was somebody else who did it', async () => {
    const id = await refund();
    const other = await api.person('manager');
    api.store.refunds.fails = away;
    await command(other, `/v1/refunds/${id}/approval`, {}, 'k1');
    api.store.refunds.fails = undefined;
    api.store.refunds.happen(id, approved(), actorOf(maria));
    expect((await command(other, `/v1/refunds/${id}/approval`, {}, 'k1')).json.code).toBe(
      'refund_not_pending',
    );
  });
});

it('a command is another one with another caller, key or request', () => {
  const of = (kind: 'user' | 'channel', id: string, key: string, hash: string): string =>
    commandIdOf({ caller: { kind, id, scopes: [], channel: '' }, idempotency: { key, hash } });
  const ids = [
    of('user', 'a', 'k', 'h'),
    of('channel', 'a', 'k', 'h'),
    of('user', 'b', 'k', 'h'),
    of('user', 'a', 'l', 'h'),
    of('user', 'a', 'k', 'i'),
  ];
  expect(new Set(ids).size).toBe(ids.length);
  expect(of('user', 'a', 'k', 'h')).toBe(ids[0]);
  expect(of('user', 'a', 'k'.repeat(255), 'h')).toHaveLength(ids[0]!.length);
});
