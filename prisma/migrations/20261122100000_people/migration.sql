-- AlterTable
ALTER TABLE "payment" ADD COLUMN     "created_by" TEXT;

-- CreateTable
CREATE TABLE "app_user" (
    "id" TEXT NOT NULL,
    "username" TEXT NOT NULL,
    "display_name" TEXT NOT NULL,
    "level" TEXT NOT NULL,
    "permissions" TEXT[],
    "language" TEXT,
    "password_hash" TEXT NOT NULL,
    "password_change_required" BOOLEAN NOT NULL,
    "disabled" BOOLEAN NOT NULL DEFAULT false,
    "totp_secret" TEXT,
    "totp_proposed" TEXT,
    "totp_step" BIGINT,
    "last_sign_in_at" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "app_user_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "user_session" (
    "hash" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "user_session_pkey" PRIMARY KEY ("hash")
);

-- CreateTable
CREATE TABLE "sign_in_attempt" (
    "name_hash" TEXT NOT NULL,
    "failures" INTEGER NOT NULL,
    "locked_until" TIMESTAMPTZ(3),
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "sign_in_attempt_pkey" PRIMARY KEY ("name_hash")
);

-- CreateIndex
CREATE INDEX "payment_created_by_idx" ON "payment"("created_by", "created_at" DESC, "id" DESC) WHERE (created_by IS NOT NULL);

-- CreateIndex
CREATE UNIQUE INDEX "app_user_username_key" ON "app_user"("username");

-- CreateIndex
CREATE INDEX "app_user_created_at_id_idx" ON "app_user"("created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "user_session_user_id_idx" ON "user_session"("user_id");

-- CreateIndex
CREATE INDEX "sign_in_attempt_at_idx" ON "sign_in_attempt"("at");

-- AddForeignKey
ALTER TABLE "user_session" ADD CONSTRAINT "user_session_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "app_user"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;


-- What follows is beyond Prisma's schema language, and is left alone by `prisma migrate diff`.

-- Values that no program may write, whichever way it comes in. A password or a token as it is would not pass for its hash.
ALTER TABLE app_user
  ADD CONSTRAINT app_user_username_check CHECK (username ~ '^[a-z0-9][a-z0-9._-]{1,63}$'),
  ADD CONSTRAINT app_user_level_check CHECK (level IN ('operator', 'manager', 'administrator')),
  ADD CONSTRAINT app_user_permissions_check CHECK (permissions <@ ARRAY['payments:batch', 'audit:export']),
  ADD CONSTRAINT app_user_language_check CHECK (language IN ('en', 'ru')),
  ADD CONSTRAINT app_user_password_hash_check CHECK (starts_with(password_hash, '$argon2id$')),
  ADD CONSTRAINT app_user_version_check CHECK (version > 0);
ALTER TABLE user_session
  ADD CONSTRAINT user_session_hash_check CHECK (hash ~ '^[0-9a-f]{64}$'),
  ADD CONSTRAINT user_session_expires_check CHECK (expires_at > created_at);
ALTER TABLE sign_in_attempt
  ADD CONSTRAINT sign_in_attempt_name_hash_check CHECK (name_hash ~ '^[0-9a-f]{64}$'),
  ADD CONSTRAINT sign_in_attempt_failures_check CHECK (failures >= 0);

-- Sessions change each minute, attempts with each wrong guess.
ALTER TABLE user_session SET (fillfactor = 80);
ALTER TABLE app_user SET (fillfactor = 80);
