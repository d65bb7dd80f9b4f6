-- This is beyond Prisma's schema language, and is left alone by `prisma migrate diff`.

-- A card number that was keyed in is for one payment: whoever comes with its token again would charge it twice.
CREATE UNIQUE INDEX payment_vault_token_key ON payment ((source->>'vaultToken')) WHERE source->>'vaultToken' IS NOT NULL;
