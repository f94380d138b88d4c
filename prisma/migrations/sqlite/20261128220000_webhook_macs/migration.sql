-- AlterTable
ALTER TABLE "webhooks" ADD COLUMN "mac" TEXT;
