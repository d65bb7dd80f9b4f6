-- CreateTable
CREATE TABLE "settings_version" (
    "version" INTEGER NOT NULL,
    "changed" JSONB NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "actor_kind" TEXT NOT NULL,
    "actor_id" TEXT NOT NULL,

    CONSTRAINT "settings_version_pkey" PRIMARY KEY ("version")
);

-- CreateIndex
CREATE INDEX "audit_entry_at_idx" ON "audit_entry" USING BRIN ("at");

-- CreateIndex
CREATE INDEX "audit_entry_user_idx" ON "audit_entry"("actor_id", "id" DESC) WHERE (actor_kind = 'user'::text);

-- CreateIndex
CREATE INDEX "payment_reference_idx" ON "payment"("reference", "created_at" DESC, "id" DESC) WHERE (reference IS NOT NULL);


-- What follows is beyond Prisma's schema language, and is left alone by `prisma migrate diff`.

ALTER TABLE settings_version
  ADD CONSTRAINT settings_version_version_check CHECK (version > 0),
  ADD CONSTRAINT settings_version_actor_check CHECK (actor_kind IN ('channel', 'user', 'system') AND actor_id <> '');

CREATE TRIGGER settings_version_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON settings_version
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
