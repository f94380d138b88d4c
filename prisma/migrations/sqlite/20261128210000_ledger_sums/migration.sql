-- CreateTable
CREATE TABLE "ledger_sums" (
    "wallet_id" TEXT NOT NULL PRIMARY KEY,
    "sums" TEXT NOT NULL,
    "mac" TEXT
);
