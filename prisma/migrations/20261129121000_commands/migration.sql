-- AlterTable
ALTER TABLE "idempotency_key" ADD COLUMN "attempt" INTEGER NOT NULL DEFAULT 1,
ADD COLUMN "abandoned" BOOLEAN NOT NULL DEFAULT false;

-- CreateIndex
CREATE INDEX "idempotency_key_created_at_idx" ON "idempotency_key"("created_at") WHERE (payment_id IS NULL);

-- AlterTable
ALTER TABLE "webhook_endpoint" ADD COLUMN "rotation" JSONB,
ADD COLUMN "old_secrets" JSONB NOT NULL DEFAULT '[]';

-- What signs along goes on doing so.
UPDATE "webhook_endpoint" SET "old_secrets" = jsonb_build_array(jsonb_build_object('secret', "old_secret", 'until', "old_secret_until"))
WHERE "old_secret_until" > now();

-- AlterTable, and with the columns the checks that name them
ALTER TABLE "webhook_endpoint" DROP COLUMN "old_secret",
DROP COLUMN "old_secret_until";

-- AlterTable
ALTER TABLE "webhook_delivery" ADD COLUMN "claim" UUID,
ADD COLUMN "claimed_at" TIMESTAMPTZ(3);

-- CreateIndex
CREATE INDEX "webhook_delivery_pending_idx" ON "webhook_delivery"("started_at") WHERE ((state = 'pending'::text) AND (started_at IS NOT NULL));

-- CreateIndex
CREATE INDEX "webhook_delivery_settled_at_idx" ON "webhook_delivery"("settled_at");

-- CreateIndex
CREATE INDEX "message_at_idx" ON "message"("at");


-- What follows is beyond Prisma's schema language, and is left alone by `prisma migrate diff`.

ALTER TABLE idempotency_key
  ADD CONSTRAINT idempotency_key_attempt_check CHECK (attempt > 0),
  ADD CONSTRAINT idempotency_key_abandoned_check CHECK (NOT abandoned OR status IS NULL AND payment_id IS NULL);
ALTER TABLE webhook_endpoint
  -- Sealed, as `key id.base64`: what is shown to channels begins otherwise.
  ADD CONSTRAINT webhook_endpoint_secret_check CHECK (secret !~ '^whsec_'),
  ADD CONSTRAINT webhook_endpoint_old_secrets_check CHECK (jsonb_typeof(old_secrets) = 'array' AND old_secrets::text !~ '"whsec_'),
  ADD CONSTRAINT webhook_endpoint_erased_check CHECK (CASE WHEN deleted_at IS NULL THEN secret IS NOT NULL
    ELSE secret IS NULL AND old_secrets = '[]' AND NOT enabled END);
ALTER TABLE webhook_delivery
  ADD CONSTRAINT webhook_delivery_claim_check CHECK ((claim IS NULL) = (claimed_at IS NULL));
