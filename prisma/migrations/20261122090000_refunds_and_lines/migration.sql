-- AlterTable
ALTER TABLE "payment" ADD COLUMN     "batched" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "queued_at" TIMESTAMPTZ(3),
ADD COLUMN     "refund_reserved" BIGINT NOT NULL DEFAULT 0,
ADD COLUMN     "refunded" BIGINT NOT NULL DEFAULT 0;

-- CreateTable
CREATE TABLE "refund" (
    "id" TEXT NOT NULL,
    "payment_id" TEXT NOT NULL,
    "amount_value" BIGINT NOT NULL,
    "amount_currency" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "asked_by_kind" TEXT NOT NULL,
    "asked_by_id" TEXT NOT NULL,
    "request_key" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "acquirer" TEXT NOT NULL,
    "terms" JSONB NOT NULL,
    "batched" BOOLEAN NOT NULL DEFAULT false,
    "queued_at" TIMESTAMPTZ(3),
    "status" TEXT NOT NULL,
    "ended" TEXT,
    "attention" TEXT,
    "version" INTEGER NOT NULL,
    "state" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "refund_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "refund_step" (
    "refund_id" TEXT NOT NULL,
    "step" TEXT NOT NULL,
    "reference" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "attempt" INTEGER NOT NULL,
    "sent_at" TIMESTAMPTZ(3),
    "settled_at" TIMESTAMPTZ(3),
    "external_id" TEXT,
    "code" TEXT,

    CONSTRAINT "refund_step_pkey" PRIMARY KEY ("refund_id","step")
);

-- CreateTable
CREATE TABLE "line" (
    "acquirer" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "line_pkey" PRIMARY KEY ("acquirer")
);

-- CreateIndex
CREATE UNIQUE INDEX "refund_request_key_key" ON "refund"("request_key");

-- CreateIndex
CREATE INDEX "refund_created_at_id_idx" ON "refund"("created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "refund_payment_id_idx" ON "refund"("payment_id");

-- CreateIndex
CREATE INDEX "refund_ended_created_at_id_idx" ON "refund"("ended", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "refund_queued_idx" ON "refund"("queued_at", "id") WHERE (queued_at IS NOT NULL);

-- CreateIndex
CREATE INDEX "payment_batched_idx" ON "payment"("created_at" DESC, "id" DESC) WHERE (batched);

-- CreateIndex
CREATE INDEX "payment_queued_idx" ON "payment"("queued_at", "id") WHERE (queued_at IS NOT NULL);

-- AddForeignKey
ALTER TABLE "refund" ADD CONSTRAINT "refund_payment_id_fkey" FOREIGN KEY ("payment_id") REFERENCES "payment"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "refund_step" ADD CONSTRAINT "refund_step_refund_id_fkey" FOREIGN KEY ("refund_id") REFERENCES "refund"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;


-- What follows is beyond Prisma's schema language, and is left alone by `prisma migrate diff`.

ALTER TABLE refund SET (fillfactor = 80);
ALTER TABLE refund_step SET (fillfactor = 80);

-- Refunds never exceed the capture, whatever races and whoever writes.
ALTER TABLE payment
  DROP CONSTRAINT payment_status_check,
  ADD CONSTRAINT payment_status_check CHECK (status IN
    ('batched', 'processing', 'awaiting_payer', 'funded', 'succeeded', 'declined', 'expired', 'cancelled', 'reversing', 'reversed')),
  ADD CONSTRAINT payment_batched_check CHECK (batched OR (status <> 'batched' AND queued_at IS NULL)),
  ADD CONSTRAINT payment_queued_check CHECK ((status = 'batched') = (queued_at IS NOT NULL)),
  ADD CONSTRAINT payment_refund_check CHECK (0 <= refunded AND refunded <= refund_reserved AND refund_reserved <= amount_value),
  ADD CONSTRAINT payment_refundable_check CHECK (refund_reserved = 0 OR status = 'succeeded');
ALTER TABLE refund
  ADD CONSTRAINT refund_amount_check CHECK (amount_value > 0),
  ADD CONSTRAINT refund_currency_check CHECK (amount_currency ~ '^[A-Z]{3}$'),
  ADD CONSTRAINT refund_asked_by_check CHECK (asked_by_kind IN ('channel', 'user') AND asked_by_id <> ''),
  ADD CONSTRAINT refund_status_check CHECK (status IN
    ('pending_approval', 'batched', 'approved', 'refunded', 'succeeded', 'rejected', 'cancelled', 'expired', 'declined')),
  ADD CONSTRAINT refund_ended_check CHECK (ended IS NOT DISTINCT FROM
    CASE WHEN status IN ('succeeded', 'rejected', 'cancelled', 'expired', 'declined') THEN status END),
  ADD CONSTRAINT refund_batched_check CHECK (batched OR (status <> 'batched' AND queued_at IS NULL)),
  ADD CONSTRAINT refund_queued_check CHECK ((status = 'batched') = (queued_at IS NOT NULL)),
  ADD CONSTRAINT refund_version_check CHECK (version > 0);
ALTER TABLE refund_step
  ADD CONSTRAINT refund_step_step_check CHECK (step IN ('refund', 'debit')),
  ADD CONSTRAINT refund_step_status_check CHECK (status IN ('ready', 'sent', 'succeeded', 'declined')),
  ADD CONSTRAINT refund_step_attempt_check CHECK (attempt >= 0),
  ADD CONSTRAINT refund_step_sent_check CHECK (status <> 'sent' OR sent_at IS NOT NULL),
  ADD CONSTRAINT refund_step_settled_check CHECK ((status IN ('succeeded', 'declined')) = (settled_at IS NOT NULL));
ALTER TABLE line
  ADD CONSTRAINT line_status_check CHECK (status IN ('up', 'down', 'trial'));
ALTER TABLE posting
  DROP CONSTRAINT posting_leg_check,
  ADD CONSTRAINT posting_leg_check CHECK (leg ~ '^(funding|crediting|reversal|(refunding|debiting)\.rfd_[0-9A-Z]{26})$');

-- An outcome is final, for a refund's steps as for a payment's.
CREATE FUNCTION refuse_unsettling_refund() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'step % of % is settled as %', OLD.step, OLD.refund_id, OLD.status USING ERRCODE = 'restrict_violation';
END $$;

CREATE TRIGGER refund_step_final BEFORE UPDATE ON refund_step
  FOR EACH ROW WHEN (OLD.status IN ('succeeded', 'declined')) EXECUTE FUNCTION refuse_unsettling_refund();
