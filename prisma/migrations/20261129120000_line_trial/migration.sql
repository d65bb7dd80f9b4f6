-- AlterTable
ALTER TABLE "line" ADD COLUMN     "trial_claimed_at" TIMESTAMPTZ(3),
ADD COLUMN     "trial_offered" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "trial_payment_id" TEXT;

-- What follows is beyond Prisma's schema language, and is left alone by `prisma migrate diff`.

-- A trial is offered only while the line is on trial, and claimed only where it was offered.
ALTER TABLE line
  ADD CONSTRAINT line_trial_offered_check CHECK (status = 'trial' OR NOT trial_offered),
  ADD CONSTRAINT line_trial_claim_check CHECK ((trial_payment_id IS NULL) = (trial_claimed_at IS NULL)),
  ADD CONSTRAINT line_trial_claimed_check CHECK (trial_offered OR trial_payment_id IS NULL);
