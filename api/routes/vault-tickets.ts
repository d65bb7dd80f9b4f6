import { isLineDown } from '../rules/lines';
import { Problem } from '../http/problems';
import { route } from '../http/route';
import { vaultTicketView } from '../schemas/vault';
import { makeVaultTicket } from './vault-ticket';

export const createVaultTicket = route({
  method: 'post',
  path: '/v1/vault-tickets',
  permission: 'payments:batch',
  operationId: 'createVaultTicket',
  tag: 'Cards',
  summary: 'Be let into the vault, to key in one card number',
  description:
    'For people at the console, while the acquirer’s line is down. The number goes from the browser straight to the vault, never through here. Each request makes a new ticket, whatever its Idempotency-Key.',
  responses: { 201: { description: 'The ticket', schema: vaultTicketView } },
  problems: ['person_required', 'line_up', 'route_not_found'],
  // A ticket is good once: the one of an earlier request may be used up.
  ownIdempotency: true,
  enabled: ({ vault }) => vault !== undefined,
  handle({ deps, caller }) {
    const { url, acquirer, ticketSecret } = deps.vault!;
    if (caller.kind !== 'user') throw new Problem('person_required');
    if (!isLineDown(deps, acquirer)) throw new Problem('line_up');
    const { ticket, expiresAt } = makeVaultTicket(ticketSecret, caller.id, deps.now());
    const json = { ticket, url: `${url}/v1/card-numbers`, expiresAt: expiresAt.toISOString() };
    return Promise.resolve({ status: 201, json });
  },
});
