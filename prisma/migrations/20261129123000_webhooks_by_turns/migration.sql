-- DropIndex
DROP INDEX "webhook_delivery_unstarted_idx";

-- CreateIndex
CREATE INDEX "webhook_delivery_unstarted_idx" ON "webhook_delivery"("endpoint_id", "created_at", "id") WHERE (started_at IS NULL);

-- CreateIndex
CREATE INDEX "webhook_delivery_due_idx" ON "webhook_delivery"("next_attempt_at") WHERE (state = 'pending'::text);
