-- CreateTable
CREATE TABLE "browser_logins" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "kind" TEXT NOT NULL,
    "token_hash" TEXT NOT NULL,
    "csrf_hash" TEXT NOT NULL,
    "owner_address" TEXT,
    "owner_chain" TEXT,
    "created_at" BIGINT NOT NULL,
    "last_seen_at" BIGINT NOT NULL,
    "expires_at" BIGINT NOT NULL,
    "step_up_hash" TEXT,
    "step_up_expires_at" BIGINT,
    "client_address" TEXT NOT NULL
);

-- CreateIndex
CREATE UNIQUE INDEX "browser_logins_token_hash_key" ON "browser_logins"("token_hash");

-- CreateIndex
CREATE INDEX "browser_logins_kind_owner_address_created_at_idx" ON "browser_logins"("kind", "owner_address", "created_at");
