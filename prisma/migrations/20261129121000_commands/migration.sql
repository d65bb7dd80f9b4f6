-- AlterTable
ALTER TABLE "idempotency_key" ADD COLUMN "attempt" INTEGER NOT NULL DEFAULT 1,
ADD COLUMN "abandoned" BOOLEAN NOT NULL DEFAULT false;

-- CreateIndex
CREATE INDEX "idempotency_key_created_at_idx" ON "idempotency_key"("created_at") WHERE (payment_id IS NULL);


-- What follows is beyond Prisma's schema language, and is left alone by `prisma migrate diff`.

ALTER TABLE idempotency_key
  ADD CONSTRAINT idempotency_key_attempt_check CHECK (attempt > 0),
  ADD CONSTRAINT idempotency_key_abandoned_check CHECK (NOT abandoned OR status IS NULL AND payment_id IS NULL);
