-- CreateTable
CREATE TABLE "webhook_endpoint" (
    "id" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "url" TEXT NOT NULL,
    "description" TEXT,
    "events" TEXT[],
    "enabled" BOOLEAN NOT NULL DEFAULT true,
    "disabled_reason" TEXT,
    "listens_from" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "secret" TEXT,
    "old_secret" TEXT,
    "old_secret_until" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "deleted_at" TIMESTAMPTZ(3),

    CONSTRAINT "webhook_endpoint_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "webhook_event" (
    "id" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "object_kind" TEXT NOT NULL,
    "object_id" TEXT NOT NULL,
    "sequence" INTEGER NOT NULL,
    "body" TEXT NOT NULL,
    "entry_id" BIGINT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "webhook_event_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "webhook_delivery" (
    "id" TEXT NOT NULL,
    "endpoint_id" TEXT NOT NULL,
    "event_id" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "next_attempt_at" TIMESTAMPTZ(3),
    "settled_at" TIMESTAMPTZ(3),
    "again" BOOLEAN NOT NULL DEFAULT false,
    "started_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "webhook_delivery_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "webhook_attempt" (
    "delivery_id" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "status" SMALLINT,
    "error" TEXT,
    "duration_ms" INTEGER NOT NULL,
    "response" TEXT,

    CONSTRAINT "webhook_attempt_pkey" PRIMARY KEY ("delivery_id","number")
);

-- CreateTable
CREATE TABLE "webhook_cursor" (
    "id" SMALLINT NOT NULL,
    "seal" BIGINT NOT NULL,

    CONSTRAINT "webhook_cursor_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "webhook_endpoint_channel_idx" ON "webhook_endpoint"("channel");

-- CreateIndex
CREATE INDEX "webhook_endpoint_created_at_id_idx" ON "webhook_endpoint"("created_at" DESC, "id" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "webhook_event_entry_id_key" ON "webhook_event"("entry_id");

-- CreateIndex
CREATE UNIQUE INDEX "webhook_delivery_event_id_endpoint_id_key" ON "webhook_delivery"("event_id", "endpoint_id");

-- CreateIndex
CREATE INDEX "webhook_delivery_endpoint_id_created_at_id_idx" ON "webhook_delivery"("endpoint_id", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "webhook_delivery_unstarted_idx" ON "webhook_delivery"("created_at", "id") WHERE (started_at IS NULL);

-- AddForeignKey
ALTER TABLE "webhook_delivery" ADD CONSTRAINT "webhook_delivery_endpoint_id_fkey" FOREIGN KEY ("endpoint_id") REFERENCES "webhook_endpoint"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "webhook_delivery" ADD CONSTRAINT "webhook_delivery_event_id_fkey" FOREIGN KEY ("event_id") REFERENCES "webhook_event"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "webhook_attempt" ADD CONSTRAINT "webhook_attempt_delivery_id_fkey" FOREIGN KEY ("delivery_id") REFERENCES "webhook_delivery"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;


-- What follows is beyond Prisma's schema language, and is left alone by `prisma migrate diff`.

-- A delivery's row changes with each try.
ALTER TABLE webhook_delivery SET (fillfactor = 80);

ALTER TABLE webhook_endpoint
  ADD CONSTRAINT webhook_endpoint_channel_check CHECK (channel <> ''),
  ADD CONSTRAINT webhook_endpoint_url_check CHECK (url ~ '^https?://'),
  -- Sealed, as `key id.base64`: what is shown to channels begins otherwise.
  ADD CONSTRAINT webhook_endpoint_secret_check CHECK (secret !~ '^whsec_' AND old_secret !~ '^whsec_'),
  ADD CONSTRAINT webhook_endpoint_old_secret_check CHECK ((old_secret IS NULL) = (old_secret_until IS NULL)),
  ADD CONSTRAINT webhook_endpoint_reason_check CHECK (NOT enabled OR disabled_reason IS NULL),
  ADD CONSTRAINT webhook_endpoint_erased_check CHECK (CASE WHEN deleted_at IS NULL THEN secret IS NOT NULL
    ELSE secret IS NULL AND old_secret IS NULL AND NOT enabled END);
ALTER TABLE webhook_event
  ADD CONSTRAINT webhook_event_object_check CHECK (object_kind IN ('payment', 'refund', 'endpoint')),
  ADD CONSTRAINT webhook_event_sequence_check CHECK (sequence > 0);
ALTER TABLE webhook_delivery
  ADD CONSTRAINT webhook_delivery_state_check CHECK (state IN ('pending', 'delivered', 'failed')),
  ADD CONSTRAINT webhook_delivery_settled_check CHECK ((state = 'pending') = (settled_at IS NULL)),
  ADD CONSTRAINT webhook_delivery_attempts_check CHECK (attempts >= 0);
ALTER TABLE webhook_attempt
  ADD CONSTRAINT webhook_attempt_outcome_check CHECK ((status IS NULL) <> (error IS NULL));
ALTER TABLE webhook_cursor
  ADD CONSTRAINT webhook_cursor_one_check CHECK (id = 1);

-- What was sealed before there were webhooks is not for them.
INSERT INTO webhook_cursor (id, seal) SELECT 1, coalesce(max(number), 0) FROM audit_seal;
