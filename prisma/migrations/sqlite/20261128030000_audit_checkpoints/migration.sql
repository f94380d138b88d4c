-- CreateTable
CREATE TABLE "audit_checkpoints" (
    "audit_id" BIGINT NOT NULL PRIMARY KEY,
    "hash" TEXT NOT NULL,
    "signed_at" BIGINT NOT NULL,
    "public_key" TEXT NOT NULL,
    "signature" TEXT NOT NULL
);

