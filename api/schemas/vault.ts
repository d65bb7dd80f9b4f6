import { z } from 'zod';

/** What the vault answered when the number was keyed in. */
export const vaultedCardSchema = z
  .strictObject({
    type: z.literal('vaulted_card'),
    // Not searched for card numbers: hex digits are free to look like one.
    token: z.string().regex(/^vlt_[0-9a-f]{32}$/, 'Expected the vault’s token.'),
    brand: z
      .string()
      .regex(/^[a-z]{2,20}$/, 'Expected the brand as the vault names it.')
      .meta({ example: 'visa' }),
    last4: z
      .string()
      .regex(/^[0-9]{4}$/, 'Expected four digits.')
      .meta({ example: '4242' }),
  })
  .meta({
    description:
      'A card number keyed into the vault during an outage: the vault’s own answer. For people at the console, with `batch: true`',
  });

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
