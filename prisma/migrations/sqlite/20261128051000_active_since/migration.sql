-- AlterTable
ALTER TABLE "wallets" ADD COLUMN "active_since" BIGINT;
