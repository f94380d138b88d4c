-- CreateTable
CREATE TABLE "vault" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT DEFAULT 1,
    "version" INTEGER NOT NULL DEFAULT 1,
    "blob" TEXT NOT NULL,
    "generation" INTEGER NOT NULL,
    "autoProvisioned" BOOLEAN NOT NULL,
    "created_at" BIGINT NOT NULL,
    "updated_at" BIGINT NOT NULL
);

-- CreateTable
CREATE TABLE "sealed_secrets" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "name" TEXT NOT NULL,
    "sealed" TEXT NOT NULL,
    "is_current" BOOLEAN NOT NULL,
    "created_at" BIGINT NOT NULL,
    "retires_at" BIGINT
);

-- CreateTable
CREATE TABLE "sealed_keys" (
    "wallet_id" TEXT NOT NULL PRIMARY KEY,
    "chain" TEXT NOT NULL,
    "environment" TEXT NOT NULL,
    "address" TEXT NOT NULL,
    "blob" TEXT NOT NULL,
    "created_at" BIGINT NOT NULL,
    "delete_after" BIGINT
);

-- CreateTable
CREATE TABLE "wallets" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "name" TEXT NOT NULL,
    "chain" TEXT NOT NULL,
    "environment" TEXT NOT NULL,
    "address" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "monitor_incoming" BOOLEAN NOT NULL DEFAULT false,
    "policy_preset" TEXT NOT NULL,
    "policy_set_version" INTEGER NOT NULL DEFAULT 1,
    "owner_address" TEXT,
    "owner_state" TEXT NOT NULL DEFAULT 'NONE',
    "owner_kind" TEXT,
    "owner_network" TEXT,
    "owner_code_hash" TEXT,
    "owner_verified_at" BIGINT,
    "owner_removal_delay" INTEGER,
    "owner_removal_at" BIGINT,
    "owner_changed_at" BIGINT,
    "approval_method" TEXT,
    "wallet_type" TEXT,
    "suspended_at" BIGINT,
    "suspension_reason" TEXT,
    "suspended_by" TEXT,
    "terminated_at" BIGINT,
    "created_at" BIGINT NOT NULL,
    "updated_at" BIGINT NOT NULL
);

-- CreateTable
CREATE TABLE "sessions" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "label" TEXT,
    "source" TEXT NOT NULL DEFAULT 'api',
    "ttl" INTEGER,
    "expires_at" BIGINT,
    "absolute_expires_at" BIGINT,
    "max_renewals" INTEGER,
    "renewal_count" INTEGER NOT NULL DEFAULT 0,
    "token_issued_count" INTEGER NOT NULL DEFAULT 1,
    "current_jti" TEXT NOT NULL,
    "jti_changed_at" BIGINT NOT NULL,
    "held_at" BIGINT,
    "revoked_at" BIGINT,
    "constraints" TEXT,
    "duplicate_guard" BOOLEAN NOT NULL DEFAULT false,
    "idempotency_scope" TEXT NOT NULL DEFAULT 'session',
    "certificate" TEXT,
    "created_at" BIGINT NOT NULL,
    "last_renewed_at" BIGINT
);

-- CreateTable
CREATE TABLE "session_wallets" (
    "session_id" TEXT NOT NULL,
    "wallet_id" TEXT NOT NULL,
    "created_at" BIGINT NOT NULL,

    PRIMARY KEY ("session_id", "wallet_id"),
    CONSTRAINT "session_wallets_session_id_fkey" FOREIGN KEY ("session_id") REFERENCES "sessions" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "session_wallets_wallet_id_fkey" FOREIGN KEY ("wallet_id") REFERENCES "wallets" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "policies" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "wallet_id" TEXT,
    "network" TEXT,
    "type" TEXT NOT NULL,
    "rules" TEXT NOT NULL,
    "priority" INTEGER NOT NULL DEFAULT 0,
    "enabled" BOOLEAN NOT NULL DEFAULT true,
    "version" INTEGER NOT NULL DEFAULT 1,
    "slot" TEXT,
    "deleted_at" BIGINT,
    "created_at" BIGINT NOT NULL,
    "updated_at" BIGINT NOT NULL
);

-- CreateTable
CREATE TABLE "policy_versions" (
    "policy_id" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "rules" TEXT NOT NULL,
    "priority" INTEGER NOT NULL,
    "enabled" BOOLEAN NOT NULL,
    "change" TEXT NOT NULL,
    "changed_at" BIGINT NOT NULL,
    "changed_by" TEXT NOT NULL,

    PRIMARY KEY ("policy_id", "version"),
    CONSTRAINT "policy_versions_policy_id_fkey" FOREIGN KEY ("policy_id") REFERENCES "policies" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "transactions" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "wallet_id" TEXT NOT NULL,
    "session_id" TEXT,
    "origin" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "revision" INTEGER NOT NULL DEFAULT 0,
    "tier" TEXT,
    "chain" TEXT NOT NULL,
    "network" TEXT NOT NULL,
    "to_address" TEXT,
    "amount" TEXT,
    "amount_decimals" INTEGER,
    "amount_symbol" TEXT,
    "request" TEXT NOT NULL,
    "request_hash" TEXT NOT NULL,
    "decision" TEXT NOT NULL,
    "policy_set_version" INTEGER NOT NULL,
    "usd_micros" TEXT,
    "max_fee" TEXT NOT NULL DEFAULT '0',
    "wait_reason" TEXT,
    "approval_reason" TEXT,
    "execute_at" BIGINT,
    "expires_at" BIGINT,
    "approved_by" TEXT,
    "approved_at" BIGINT,
    "approval" TEXT,
    "served_tier" TEXT,
    "answer_status" INTEGER,
    "answer_body" TEXT,
    "tx_hash" TEXT,
    "error" TEXT,
    "error_code" TEXT,
    "created_at" BIGINT NOT NULL,
    "updated_at" BIGINT NOT NULL,
    "finalized_at" BIGINT
);

-- CreateTable
CREATE TABLE "attempts" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "transaction_id" TEXT NOT NULL,
    "wallet_id" TEXT NOT NULL,
    "network" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "outcome" TEXT NOT NULL DEFAULT 'known',
    "nonce" INTEGER,
    "last_valid_block_height" BIGINT,
    "params" TEXT NOT NULL,
    "raw_transaction" TEXT,
    "tx_hash" TEXT,
    "broadcast_at" BIGINT,
    "last_broadcast_at" BIGINT,
    "block_number" BIGINT,
    "confirmations" INTEGER NOT NULL DEFAULT 0,
    "error_code" TEXT,
    "created_at" BIGINT NOT NULL,
    "updated_at" BIGINT NOT NULL,
    CONSTRAINT "attempts_transaction_id_fkey" FOREIGN KEY ("transaction_id") REFERENCES "transactions" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "nonce_reservations" (
    "wallet_id" TEXT NOT NULL,
    "network" TEXT NOT NULL,
    "nonce" INTEGER NOT NULL,
    "transaction_id" TEXT NOT NULL,
    "created_at" BIGINT NOT NULL,

    PRIMARY KEY ("wallet_id", "network", "nonce")
);

-- CreateTable
CREATE TABLE "ledger_entries" (
    "transaction_id" TEXT NOT NULL,
    "line" INTEGER NOT NULL,
    "wallet_id" TEXT NOT NULL,
    "session_id" TEXT,
    "type" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "chain" TEXT NOT NULL,
    "network" TEXT NOT NULL,
    "asset" TEXT,
    "amount" TEXT,
    "usd_micros" TEXT,
    "category" TEXT,
    "domain" TEXT,
    "at" BIGINT NOT NULL,

    PRIMARY KEY ("transaction_id", "line"),
    CONSTRAINT "ledger_entries_transaction_id_fkey" FOREIGN KEY ("transaction_id") REFERENCES "transactions" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "ledger_hours" (
    "wallet_id" TEXT NOT NULL,
    "hour" BIGINT NOT NULL,
    "bucket" TEXT NOT NULL,
    "chain" TEXT NOT NULL,
    "network" TEXT NOT NULL,
    "asset" TEXT NOT NULL,
    "session_id" TEXT NOT NULL,
    "category" TEXT NOT NULL,
    "requests" INTEGER NOT NULL,
    "usd_micros" TEXT NOT NULL,
    "unvalued" TEXT NOT NULL,

    PRIMARY KEY ("wallet_id", "hour", "bucket")
);

-- CreateTable
CREATE TABLE "idempotency_keys" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "body_hash" TEXT NOT NULL,
    "transaction_id" TEXT NOT NULL,
    "created_at" BIGINT NOT NULL
);

-- CreateTable
CREATE TABLE "owner_challenges" (
    "nonce" TEXT NOT NULL PRIMARY KEY,
    "action" TEXT NOT NULL,
    "pool" TEXT NOT NULL,
    "address" TEXT NOT NULL,
    "chain" TEXT NOT NULL,
    "wallet_id" TEXT,
    "transaction_id" TEXT,
    "message" TEXT NOT NULL,
    "body_hash" TEXT,
    "cover" TEXT,
    "client_address" TEXT NOT NULL,
    "issued_at" BIGINT NOT NULL,
    "expires_at" BIGINT NOT NULL,
    "used_at" BIGINT
);

-- CreateTable
CREATE TABLE "audit_log" (
    "id" BIGINT NOT NULL PRIMARY KEY,
    "timestamp" BIGINT NOT NULL,
    "event_type" TEXT NOT NULL,
    "actor" TEXT NOT NULL,
    "wallet_id" TEXT,
    "session_id" TEXT,
    "tx_id" TEXT,
    "details" TEXT NOT NULL,
    "severity" TEXT NOT NULL,
    "ip_address" TEXT,
    "prev_hash" TEXT NOT NULL,
    "hash" TEXT NOT NULL
);

-- CreateTable
CREATE TABLE "events" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "kind" TEXT NOT NULL,
    "wallet_id" TEXT,
    "session_id" TEXT,
    "data" TEXT NOT NULL,
    "at" BIGINT NOT NULL
);

-- CreateTable
CREATE TABLE "settings" (
    "key" TEXT NOT NULL PRIMARY KEY,
    "value" TEXT NOT NULL,
    "updated_at" BIGINT NOT NULL
);

-- CreateTable
CREATE TABLE "tokens" (
    "network" TEXT NOT NULL,
    "address" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "symbol" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "decimals" INTEGER NOT NULL,
    "created_at" BIGINT NOT NULL,

    PRIMARY KEY ("network", "address")
);

-- CreateTable
CREATE TABLE "kill_switch" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT DEFAULT 1,
    "state" TEXT NOT NULL,
    "activated_at" BIGINT,
    "activated_by" TEXT,
    "updated_at" BIGINT NOT NULL
);

-- CreateTable
CREATE TABLE "auth_counters" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "failures" INTEGER NOT NULL,
    "window_start" BIGINT NOT NULL,
    "last_at" BIGINT NOT NULL,
    "locked_until" BIGINT
);

-- CreateIndex
CREATE INDEX "sealed_secrets_name_is_current_idx" ON "sealed_secrets"("name", "is_current");

-- CreateIndex
CREATE INDEX "wallets_address_chain_idx" ON "wallets"("address", "chain");

-- CreateIndex
CREATE INDEX "wallets_owner_address_chain_idx" ON "wallets"("owner_address", "chain");

-- CreateIndex
CREATE INDEX "wallets_status_idx" ON "wallets"("status");

-- CreateIndex
CREATE INDEX "sessions_revoked_at_idx" ON "sessions"("revoked_at");

-- CreateIndex
CREATE INDEX "session_wallets_wallet_id_idx" ON "session_wallets"("wallet_id");

-- CreateIndex
CREATE UNIQUE INDEX "policies_slot_key" ON "policies"("slot");

-- CreateIndex
CREATE INDEX "policies_wallet_id_id_idx" ON "policies"("wallet_id", "id");

-- CreateIndex
CREATE INDEX "transactions_wallet_id_id_idx" ON "transactions"("wallet_id", "id");

-- CreateIndex
CREATE INDEX "transactions_session_id_id_idx" ON "transactions"("session_id", "id");

-- CreateIndex
CREATE INDEX "transactions_status_id_idx" ON "transactions"("status", "id");

-- CreateIndex
CREATE INDEX "transactions_wallet_id_status_idx" ON "transactions"("wallet_id", "status");

-- CreateIndex
CREATE INDEX "transactions_session_id_request_hash_created_at_idx" ON "transactions"("session_id", "request_hash", "created_at");

-- CreateIndex
CREATE INDEX "attempts_wallet_id_network_state_idx" ON "attempts"("wallet_id", "network", "state");

-- CreateIndex
CREATE INDEX "attempts_tx_hash_idx" ON "attempts"("tx_hash");

-- CreateIndex
CREATE UNIQUE INDEX "attempts_transaction_id_number_key" ON "attempts"("transaction_id", "number");

-- CreateIndex
CREATE INDEX "nonce_reservations_transaction_id_idx" ON "nonce_reservations"("transaction_id");

-- CreateIndex
CREATE INDEX "ledger_entries_wallet_id_state_at_idx" ON "ledger_entries"("wallet_id", "state", "at");

-- CreateIndex
CREATE INDEX "idempotency_keys_created_at_idx" ON "idempotency_keys"("created_at");

-- CreateIndex
CREATE INDEX "owner_challenges_pool_used_at_issued_at_idx" ON "owner_challenges"("pool", "used_at", "issued_at");

-- CreateIndex
CREATE INDEX "owner_challenges_client_address_expires_at_idx" ON "owner_challenges"("client_address", "expires_at");

-- CreateIndex
CREATE INDEX "audit_log_wallet_id_id_idx" ON "audit_log"("wallet_id", "id");

-- CreateIndex
CREATE INDEX "audit_log_event_type_id_idx" ON "audit_log"("event_type", "id");

-- CreateIndex
CREATE INDEX "audit_log_tx_id_idx" ON "audit_log"("tx_id");

-- CreateIndex
CREATE INDEX "events_wallet_id_id_idx" ON "events"("wallet_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "tokens_id_key" ON "tokens"("id");
