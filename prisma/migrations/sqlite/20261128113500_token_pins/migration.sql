-- CreateTable
CREATE TABLE "token_pins" (
    "network" TEXT NOT NULL,
    "address" TEXT NOT NULL,
    "decimals" INTEGER NOT NULL,
    "standard" TEXT NOT NULL,
    "extensions" TEXT NOT NULL,
    "pinned_at" BIGINT NOT NULL,

    PRIMARY KEY ("network", "address")
);
