import { z } from 'zod';

export const vaultTicketView = z
  .object({
    ticket: z.string().meta({ description: 'Sent to the vault as a bearer token; good once' }),
    url: z.url().meta({
      description: 'Where the browser posts `{number, expiryMonth, expiryYear}`, and nothing else, to',
      example: 'https://vault.example/v1/card-numbers',
    }),
    expiresAt: z.iso.datetime(),
  })
  .meta({ id: 'VaultTicket' });
