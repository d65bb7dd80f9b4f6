import { randomUUID } from 'node:crypto';
import { folderOf, scanDatabases, scanFiles, scanHistories } from '../../support/card-scan';
import { APPROVED_CARD } from '../../support/outside';
import { personOf } from '../../support/person';
import { askRefund, decideRefund, refundAskedFor } from '../../support/refunds';
import type { World } from '../../support/world';

/** Run after all other tests of the stack: their cards must be nowhere. That the scan finds them is shown in support/card-scan.pg.test.ts. */
export function cardScan(world: () => World): void {
  test('ONE-6 a card number that a channel sends where none belongs is refused and not repeated', async () => {
    const { channel, cards } = world();
    const source = { type: 'card', cardId: cards.good };
    const { body: paid } = await channel.pay({ source });
    await channel.untilEnded(paid.id);
    const maria = await personOf(world().stack, 'maria');
    const refund = await refundAskedFor(channel, paid.id);
    const attempts = await Promise.all([
      channel.pay({ source, reference: APPROVED_CARD }),
      channel.pay({ source, reference: '4242 4242 4242 4242' }),
      channel.pay({ source, customerId: APPROVED_CARD }),
      channel.pay({ source: { type: 'card', number: APPROVED_CARD, securityCode: '737' } }),
      channel.pay({ source: { type: 'card', cardId: APPROVED_CARD } }),
      channel.pay({ source }, APPROVED_CARD),
      channel.post('/v1/customers/customer-1/cards', { token: APPROVED_CARD }),
      channel.post(`/v1/customers/${APPROVED_CARD}/cards`, { token: 'tok_1' }),
      channel.pay({ source, batch: true, reference: APPROVED_CARD }),
      askRefund(channel, paid.id, { reason: `it was ${APPROVED_CARD}` }),
      channel.post(`/v1/payments/${APPROVED_CARD}/refunds`, { reason: 'a mistake' }),
      decideRefund(maria, refund, 'approval', { note: APPROVED_CARD }),
      decideRefund(maria, refund, 'rejection', { reason: '4242-4242-4242-4242' }),
      channel.call('GET', `/v1/refunds?askedBy=${APPROVED_CARD}&status=${APPROVED_CARD}`),
      channel.call('GET', `/v1/payments/${APPROVED_CARD}`),
      channel.call('GET', `/v1/payments?account=${APPROVED_CARD}&status=${APPROVED_CARD}`),
    ]);
    for (const { status, body } of attempts) {
      expect(status).toBeGreaterThanOrEqual(400);
      expect(status).toBeLessThan(500);
      expect(JSON.stringify(body)).not.toContain(APPROVED_CARD);
    }
    const broken = await fetch(`${channel.url}/v1/payments`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': randomUUID() },
      body: `{"number": ${APPROVED_CARD}`,
    });
    expect(await broken.text()).not.toContain(APPROVED_CARD);
  });

  test('ONE-6 no card number is in any table of Postgres', async () => {
    expect(await scanDatabases(world().stack.urls.database)).toEqual([]);
  });

  test('ONE-6 no card number or security code is in any decrypted history', async () => {
    expect(await scanHistories(world().stack)).toEqual([]);
  });

  test('ONE-6 no card number is in any file: logs, Temporal’s and Postgres’ data, the sandbox’s journal', () => {
    expect(scanFiles(folderOf(world().stack))).toEqual([]);
  });
}
