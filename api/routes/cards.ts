import type { RegisteredCard } from '../../domain/cards';
import { actorOf } from '../people/caller';
import { newId } from '../http/ids';
import { Problem } from '../http/problems';
import { route } from '../http/route';
import { customerParams, registerCardSchema } from '../schemas/requests';
import { cardList, cardView } from '../schemas/responses';

export const registerCard = route({
  method: 'post',
  path: '/v1/customers/:customerId/cards',
  permission: 'cards:write',
  operationId: 'registerCard',
  tag: 'Cards',
  summary: 'Register a customer’s card',
  description:
    'By the token that the acquirer’s own card form gave. The same token again gives the same card.',
  request: { params: customerParams, body: registerCardSchema },
  requestExamples: { token: { summary: 'A token of the card form', value: { token: 'tok_1f0c' } } },
  responses: { 201: { description: 'The card', schema: cardView } },
  problems: ['card_declined', 'acquirer_unanswered'],
  async handle({ deps, caller, params, body }) {
    const result = await deps.client.registerCard({
      cardId: newId('card'),
      customerId: params.customerId,
      acquirer: deps.acquirer,
      token: body.token,
      actor: actorOf(caller),
    });
    switch (result.kind) {
      case 'registered':
        return { status: 201, json: cardAnswer(result.card) };
      case 'declined':
        throw new Problem('card_declined', { members: { declineCode: result.code } });
      case 'unknown':
        throw new Problem('acquirer_unanswered', { headers: { 'Retry-After': '2' } });
    }
  },
});

export const listCards = route({
  method: 'get',
  path: '/v1/customers/:customerId/cards',
  permission: 'cards:read',
  operationId: 'listCards',
  tag: 'Cards',
  summary: 'List a customer’s registered cards',
  description: 'Empty for a customer who is not known.',
  request: { params: customerParams },
  responses: { 200: { description: 'The cards', schema: cardList } },
  async handle({ deps, caller, params }) {
    const cards = await deps.store.cards.list(params.customerId);
    // People see how its line stands.
    const shown = (card: RegisteredCard) =>
      caller.kind === 'user' ? { ...cardAnswer(card), acquirer: card.acquirer } : cardAnswer(card);
    return { status: 200, json: { items: cards.map(shown) } };
  },
});

/** All but the token, which is between the acquirer and us. */
function cardAnswer(card: RegisteredCard): Record<string, unknown> {
  const { id, customerId, brand, last4, expiryMonth, expiryYear, createdAt } = card;
  return { id, customerId, brand, last4, expiryMonth, expiryYear, createdAt };
}
