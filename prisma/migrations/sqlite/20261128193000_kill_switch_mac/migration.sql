-- AlterTable
ALTER TABLE "kill_switch" ADD COLUMN "mac" TEXT;
