-- AlterTable
ALTER TABLE "sessions" ADD COLUMN "unstored_denials" INTEGER NOT NULL DEFAULT 0;
