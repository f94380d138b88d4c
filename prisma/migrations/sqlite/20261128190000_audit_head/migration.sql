-- CreateTable
CREATE TABLE "audit_head" (
    "id" INTEGER NOT NULL PRIMARY KEY DEFAULT 1,
    "audit_id" BIGINT NOT NULL,
    "hash" TEXT NOT NULL,
    "row_count" BIGINT NOT NULL,
    "accepted_id" BIGINT NOT NULL DEFAULT 0,
    "broken_at" BIGINT,
    "mac" TEXT
);

-- What there is by now is where the chain goes on from; it gets its MAC when the signer is unlocked.
INSERT INTO "audit_head" ("id", "audit_id", "hash", "row_count")
SELECT 1, coalesce(max("id"), 0), coalesce((SELECT "hash" FROM "audit_log" ORDER BY "id" DESC LIMIT 1), '0000000000000000000000000000000000000000000000000000000000000000'), count(*)
FROM "audit_log";
