import type { CardRegistered, CardRegistration } from '../domain/cards';
import type { Acquirer } from '../gateways/acquirer/acquirer';
import type { CardStore } from '../store/interfaces/cards';

export interface CardDeps {
  cards: CardStore;
  acquirer(name: string): Acquirer;
}

export type CardActivities = ReturnType<typeof createCardActivities>;

export function createCardActivities(deps: CardDeps) {
  return {
    /** Asks the acquirer what the token is and keeps it for the customer. Moves no money, so it may be repeated freely. */
    async registerCard({ actor, cardId, createdAt, ...request }: CardRegistration): Promise<CardRegistered> {
      const found = await deps.acquirer(request.acquirer).registerCard(request.token, request.customerId);
      if (found.kind !== 'succeeded') return found.kind === 'declined' ? found : { kind: 'unknown' };
      const { customerId, acquirer } = request;
      const card = await deps.cards.save(
        { ...found.value, id: cardId, customerId, acquirer, createdAt },
        actor,
      );
      return { kind: 'registered', card };
    },
  };
}
