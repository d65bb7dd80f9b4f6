import type { Actor } from '../../domain/actors';
import type { RegisteredCard } from '../../domain/cards';

export interface CardStore {
  /** Keeps a card; the same (acquirer, token, customer) again gives the card kept before. */
  save(card: RegisteredCard, actor: Actor): Promise<RegisteredCard>;
  get(cardId: string): Promise<RegisteredCard | undefined>;
  list(customerId: string): Promise<RegisteredCard[]>;
}
