-- AlterTable
ALTER TABLE "browser_logins" ADD COLUMN "mac" TEXT;

-- AlterTable
ALTER TABLE "owner_challenges" ADD COLUMN "mac" TEXT;

-- AlterTable
ALTER TABLE "policies" ADD COLUMN "mac" TEXT;

-- AlterTable
ALTER TABLE "policy_versions" ADD COLUMN "mac" TEXT;

-- AlterTable
ALTER TABLE "session_wallets" ADD COLUMN "mac" TEXT;

-- AlterTable
ALTER TABLE "sessions" ADD COLUMN "mac" TEXT;

-- AlterTable
ALTER TABLE "settings" ADD COLUMN "mac" TEXT;

-- AlterTable
ALTER TABLE "token_pins" ADD COLUMN "mac" TEXT;

-- AlterTable
ALTER TABLE "tokens" ADD COLUMN "mac" TEXT;

-- AlterTable
ALTER TABLE "transactions" ADD COLUMN "mac" TEXT;

-- AlterTable
ALTER TABLE "wallets" ADD COLUMN "mac" TEXT;

-- CreateTable
CREATE TABLE "row_sets" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "mac" TEXT
);


