-- AlterTable
ALTER TABLE "settings" ADD COLUMN "version" INTEGER NOT NULL DEFAULT 1;
