-- CreateIndex
CREATE INDEX "refund_channel_created_at_id_idx" ON "refund"("channel", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "refund_asked_by_id_created_at_id_idx" ON "refund"("asked_by_id", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "refund_batched_idx" ON "refund"("created_at" DESC, "id" DESC) WHERE (batched);

-- CreateIndex
CREATE INDEX "refund_attention_idx" ON "refund"("created_at" DESC, "id" DESC) WHERE (attention IS NOT NULL);

-- CreateIndex
CREATE INDEX "audit_seal_entry_ids_idx" ON "audit_seal" USING GIN ("entry_ids");


-- What follows is beyond Prisma's schema language, and is left alone by `prisma migrate diff`.

-- A list of what waits to be indexed would be read through at each look-up.
ALTER INDEX audit_seal_entry_ids_idx SET (fastupdate = off);
