-- CreateTable
CREATE TABLE "payment" (
    "id" TEXT NOT NULL,
    "amount_value" BIGINT NOT NULL,
    "amount_currency" TEXT NOT NULL,
    "account_by" TEXT NOT NULL,
    "account_value" TEXT NOT NULL,
    "biller" TEXT NOT NULL,
    "acquirer" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "source" JSONB NOT NULL,
    "card" JSONB,
    "receipt" JSONB,
    "customer_id" TEXT,
    "reference" TEXT,
    "status" TEXT NOT NULL,
    "ended" TEXT,
    "attention" TEXT,
    "version" INTEGER NOT NULL,
    "state" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "payment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "payment_step" (
    "payment_id" TEXT NOT NULL,
    "step" TEXT NOT NULL,
    "reference" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "attempt" INTEGER NOT NULL,
    "sent_at" TIMESTAMPTZ(3),
    "settled_at" TIMESTAMPTZ(3),
    "external_id" TEXT,
    "code" TEXT,

    CONSTRAINT "payment_step_pkey" PRIMARY KEY ("payment_id","step")
);

-- CreateTable
CREATE TABLE "posting" (
    "payment_id" TEXT NOT NULL,
    "leg" TEXT NOT NULL,
    "line" SMALLINT NOT NULL,
    "account" TEXT NOT NULL,
    "currency" TEXT NOT NULL,
    "value" BIGINT NOT NULL,

    CONSTRAINT "posting_pkey" PRIMARY KEY ("payment_id","leg","line")
);

-- CreateTable
CREATE TABLE "audit_entry" (
    "id" BIGSERIAL NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "actor_kind" TEXT NOT NULL,
    "actor_id" TEXT NOT NULL,
    "object_kind" TEXT NOT NULL,
    "object_id" TEXT NOT NULL,
    "version" INTEGER,
    "type" TEXT NOT NULL,
    "data" JSONB NOT NULL,
    "state" JSONB,

    CONSTRAINT "audit_entry_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "audit_seal" (
    "number" BIGINT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "entry_ids" BIGINT[],
    "leaves" BYTEA NOT NULL,
    "previous" BYTEA NOT NULL,
    "hash" BYTEA NOT NULL,
    "top" BIGINT NOT NULL,
    "gaps" JSONB NOT NULL,

    CONSTRAINT "audit_seal_pkey" PRIMARY KEY ("number")
);

-- CreateTable
CREATE TABLE "idempotency_key" (
    "channel" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "request_hash" TEXT NOT NULL,
    "payment_id" TEXT,
    "status" INTEGER,
    "body" JSON,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "idempotency_key_pkey" PRIMARY KEY ("channel","key")
);

-- CreateTable
CREATE TABLE "channel" (
    "id" TEXT NOT NULL,
    "scopes" TEXT[],
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "channel_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "api_key" (
    "hash" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "api_key_pkey" PRIMARY KEY ("hash")
);

-- CreateTable
CREATE TABLE "card" (
    "id" TEXT NOT NULL,
    "customer_id" TEXT NOT NULL,
    "acquirer" TEXT NOT NULL,
    "token" TEXT NOT NULL,
    "brand" TEXT NOT NULL,
    "last4" TEXT NOT NULL,
    "expiry_month" SMALLINT NOT NULL,
    "expiry_year" SMALLINT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "card_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "message" (
    "way" TEXT NOT NULL,
    "message_id" TEXT NOT NULL,
    "notification_id" TEXT,
    "payment_id" TEXT,
    "state" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "message_pkey" PRIMARY KEY ("way","message_id")
);

-- CreateIndex
CREATE INDEX "payment_created_at_id_idx" ON "payment"("created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "payment_ended_created_at_id_idx" ON "payment"("ended", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "payment_channel_created_at_id_idx" ON "payment"("channel", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "payment_account_value_created_at_id_idx" ON "payment"("account_value", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "payment_attention_idx" ON "payment"("created_at" DESC, "id" DESC) WHERE (attention IS NOT NULL);

-- CreateIndex
CREATE UNIQUE INDEX "audit_entry_object_kind_object_id_version_key" ON "audit_entry"("object_kind", "object_id", "version");

-- CreateIndex
CREATE INDEX "api_key_channel_idx" ON "api_key"("channel");

-- CreateIndex
CREATE UNIQUE INDEX "card_customer_id_acquirer_token_key" ON "card"("customer_id", "acquirer", "token");

-- CreateIndex
CREATE INDEX "message_payment_id_idx" ON "message"("payment_id");

-- AddForeignKey
ALTER TABLE "payment_step" ADD CONSTRAINT "payment_step_payment_id_fkey" FOREIGN KEY ("payment_id") REFERENCES "payment"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "posting" ADD CONSTRAINT "posting_payment_id_fkey" FOREIGN KEY ("payment_id") REFERENCES "payment"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "api_key" ADD CONSTRAINT "api_key_channel_fkey" FOREIGN KEY ("channel") REFERENCES "channel"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;


-- What follows is beyond Prisma's schema language, and is left alone by `prisma migrate diff`.

-- Room for heap-only updates: these rows change a few times soon after they are made, and never again.
ALTER TABLE payment SET (fillfactor = 80);
ALTER TABLE payment_step SET (fillfactor = 80);

-- Values that no program may write, whichever way it comes in.
ALTER TABLE payment
  ADD CONSTRAINT payment_amount_check CHECK (amount_value > 0),
  ADD CONSTRAINT payment_currency_check CHECK (amount_currency ~ '^[A-Z]{3}$'),
  ADD CONSTRAINT payment_status_check CHECK (status IN
    ('processing', 'awaiting_payer', 'funded', 'succeeded', 'declined', 'expired', 'cancelled', 'reversing', 'reversed')),
  ADD CONSTRAINT payment_ended_check CHECK (ended IS NOT DISTINCT FROM
    CASE WHEN status IN ('succeeded', 'declined', 'expired', 'cancelled', 'reversed') THEN status END),
  ADD CONSTRAINT payment_version_check CHECK (version > 0);
ALTER TABLE payment_step
  ADD CONSTRAINT payment_step_step_check CHECK (step IN ('fund', 'open_page', 'capture', 'release', 'credit', 'reverse')),
  ADD CONSTRAINT payment_step_status_check CHECK (status IN ('ready', 'sent', 'succeeded', 'declined')),
  ADD CONSTRAINT payment_step_attempt_check CHECK (attempt >= 0),
  ADD CONSTRAINT payment_step_sent_check CHECK (status <> 'sent' OR sent_at IS NOT NULL),
  ADD CONSTRAINT payment_step_settled_check CHECK ((status IN ('succeeded', 'declined')) = (settled_at IS NOT NULL));
ALTER TABLE posting
  ADD CONSTRAINT posting_leg_check CHECK (leg IN ('funding', 'crediting', 'reversal')),
  ADD CONSTRAINT posting_currency_check CHECK (currency ~ '^[A-Z]{3}$'),
  ADD CONSTRAINT posting_value_check CHECK (value <> 0);
ALTER TABLE audit_entry
  ADD CONSTRAINT audit_entry_actor_check CHECK (actor_kind IN ('channel', 'user', 'payer', 'system') AND actor_id <> '');
ALTER TABLE audit_seal
  ADD CONSTRAINT audit_seal_leaves_check CHECK (octet_length(leaves) = 32 * cardinality(entry_ids)),
  ADD CONSTRAINT audit_seal_hash_check CHECK (octet_length(previous) = 32 AND octet_length(hash) = 32);
ALTER TABLE card
  ADD CONSTRAINT card_last4_check CHECK (last4 ~ '^[0-9]{4}$'),
  ADD CONSTRAINT card_token_check CHECK (token !~ '^[0-9 -]{12,}$');
ALTER TABLE message
  ADD CONSTRAINT message_state_check CHECK (state IN ('sent', 'delivered', 'failed'));

-- A statement's postings sum to zero for each leg and currency; so, by induction, does the whole ledger.
CREATE FUNCTION posting_balances() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  wrong record;
BEGIN
  SELECT payment_id, leg, currency, sum(value) AS total INTO wrong
    FROM inserted GROUP BY payment_id, leg, currency HAVING sum(value) <> 0 LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'postings of % % do not sum to zero: % %', wrong.payment_id, wrong.leg, wrong.total, wrong.currency
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NULL;
END $$;

CREATE TRIGGER posting_balances AFTER INSERT ON posting
  REFERENCING NEW TABLE AS inserted FOR EACH STATEMENT EXECUTE FUNCTION posting_balances();

-- History is added to, never changed.
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'restrict_violation';
END $$;

CREATE TRIGGER posting_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON posting
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER audit_entry_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entry
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER audit_seal_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_seal
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- An outcome is final: whoever comes with another one has lost a race, and must hear of it.
CREATE FUNCTION refuse_unsettling() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'step % of % is settled as %', OLD.step, OLD.payment_id, OLD.status USING ERRCODE = 'restrict_violation';
END $$;

CREATE TRIGGER payment_step_final BEFORE UPDATE ON payment_step
  FOR EACH ROW WHEN (OLD.status IN ('succeeded', 'declined')) EXECUTE FUNCTION refuse_unsettling();
