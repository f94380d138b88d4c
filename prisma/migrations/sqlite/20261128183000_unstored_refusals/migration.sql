-- CreateTable
CREATE TABLE "unstored_refusals" (
    "wallet_id" TEXT NOT NULL,
    "at" BIGINT NOT NULL,
    "requests" INTEGER NOT NULL,
    "near_limit" INTEGER NOT NULL,

    PRIMARY KEY ("wallet_id", "at")
);

-- CreateIndex
CREATE INDEX "unstored_refusals_at_idx" ON "unstored_refusals"("at");
