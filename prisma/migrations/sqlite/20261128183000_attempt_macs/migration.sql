-- AlterTable
ALTER TABLE "attempts" ADD COLUMN "mac" TEXT;
