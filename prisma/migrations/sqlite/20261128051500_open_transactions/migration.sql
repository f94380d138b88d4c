-- AlterTable
ALTER TABLE "transactions" ADD COLUMN "ip_address" TEXT;

-- CreateIndex
CREATE INDEX "transactions_status_finalized_at_network_updated_at_idx" ON "transactions"("status", "finalized_at", "network", "updated_at");

