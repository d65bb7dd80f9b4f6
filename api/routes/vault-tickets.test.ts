import { readTicket } from '../../vault/tickets';
import { startApi, VAULT_TICKET_SECRET } from '../testing/api';
import type { TestApi } from '../testing/api';
import type { Person } from '../testing/people';
import { makeVaultTicket } from './vault-ticket';

let api: TestApi;
let olga: Person;
beforeEach(async () => {
  api = await startApi();
  olga = await api.person('operator', ['payments:batch']);
  api.store.lines.push({ acquirer: 'sandbox', status: 'down', since: '2026-01-31T10:00:00.000Z' });
});
afterEach(() => api.close());

const ask = (as: Person = olga, idempotencyKey?: string) =>
  api.send('POST', '/v1/vault-tickets', { as, idempotencyKey });

it('SWI-8 a ticket names its user, is short-lived, and is one that the vault takes', async () => {
  const { status, json } = await ask();
  expect(status).toBe(201);
  expect(json).toMatchObject({ url: 'https://vault.example/v1/card-numbers' });
  const now = new Date();
  const ticket = readTicket(String(json.ticket), VAULT_TICKET_SECRET, now);
  expect(ticket).toMatchObject({ user: olga.id, expiresAt: new Date(String(json.expiresAt)) });
  expect(ticket.expiresAt.getTime() - now.getTime()).toBeLessThanOrEqual(5 * 60_000);
  expect(() => readTicket(String(json.ticket), 'another secret', now)).toThrow('ticket of the API');
});

it('each is another, also with the same Idempotency-Key', async () => {
  const [first, second] = [await ask(olga, 'same'), await ask(olga, 'same')];
  expect(first.json.ticket).not.toBe(second.json.ticket);
});

it('is over when it says so', () => {
  const made = new Date();
  const { ticket, expiresAt } = makeVaultTicket(VAULT_TICKET_SECRET, 'usr_1', made);
  expect(() => readTicket(ticket, VAULT_TICKET_SECRET, expiresAt)).toThrow('time is over');
});

it('is for an outage, for people, and for those who may batch', async () => {
  expect((await ask(await api.person('administrator'))).json.code).toBe('scope_missing');
  expect((await api.send('POST', '/v1/vault-tickets')).json.code).toBe('person_required');
  api.store.lines.splice(0);
  expect((await ask()).json.code).toBe('line_up');
});

it('is for the line that the vault sends by', async () => {
  api.store.lines.splice(0, 1, { acquirer: 'stripe', status: 'down', since: '2026-01-31T10:00:00.000Z' });
  expect((await ask()).json.code).toBe('line_up');
});

it('is not to be had where there is no vault', async () => {
  const without = await startApi({ vault: undefined });
  expect((await without.send('POST', '/v1/vault-tickets')).json.code).toBe('route_not_found');
  await without.close();
});

it('is in no log', async () => {
  const { json } = await ask();
  expect(api.logged()).not.toContain(String(json.ticket).split('.')[2]);
});
