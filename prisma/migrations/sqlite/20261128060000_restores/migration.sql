-- AlterTable
ALTER TABLE "transactions" ADD COLUMN "restored_at" BIGINT;

-- CreateTable
CREATE TABLE "restores" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "archive" TEXT NOT NULL,
    "backup_at" BIGINT NOT NULL,
    "restored_at" BIGINT NOT NULL,
    "reviewed_at" BIGINT
);
