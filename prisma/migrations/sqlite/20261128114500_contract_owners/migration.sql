-- AlterTable
ALTER TABLE "owner_challenges" ADD COLUMN "contract_network" TEXT;
