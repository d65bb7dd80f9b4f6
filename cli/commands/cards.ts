import type { Command } from 'commander';
import type { Card } from '../answers';
import { newKey, withJson } from '../context';
import type { Context } from '../context';
import { clean, table } from '../terminal';

export function addCards(program: Command, context: Context): void {
  const cards = program.command('cards').description('a customer’s registered cards');
  const list = cards
    .command('list')
    .description('list the cards that are registered for a customer')
    .requiredOption('--customer <id>', 'your own id of the customer');
  withJson(list).action((options: { customer: string; json?: boolean }) => listCards(context, options));
  const add = cards
    .command('add')
    .description('register a card by the token that the acquirer’s own form gave; never by its number')
    .requiredOption('--customer <id>', 'your own id of the customer')
    .requiredOption('--token <token>', 'the acquirer’s token: tok_…');
  withJson(add).action((options: { customer: string; token: string; json?: boolean }) =>
    addCard(context, options),
  );
}

async function listCards(
  { api, terminal }: Context,
  { customer, json }: { customer: string; json?: boolean },
): Promise<void> {
  const page = await api.get<{ items: Card[] }>(pathOf(customer));
  if (json) return terminal.out(JSON.stringify(page, null, 2));
  if (page.items.length === 0) return terminal.out('No cards.');
  terminal.out(cardsTable(terminal, page.items));
}

async function addCard(
  { api, terminal }: Context,
  { customer, token, json }: { customer: string; token: string; json?: boolean },
): Promise<void> {
  const { body } = await api.post<Card>(pathOf(customer), { token }, newKey());
  terminal.out(json ? JSON.stringify(body, null, 2) : cardsTable(terminal, [body]));
}

function cardsTable(terminal: Context['terminal'], cards: Card[]): string {
  const rows = cards.map((card) => [
    card.id,
    clean(card.brand),
    `ends in ${clean(card.last4)}`,
    `${String(card.expiryMonth).padStart(2, '0')}/${card.expiryYear}`,
  ]);
  return table(terminal, ['card', 'brand', 'number', 'good to'], rows);
}

const pathOf = (customer: string): string => `/v1/customers/${encodeURIComponent(customer)}/cards`;
