-- CreateTable
CREATE TABLE "exposure_sightings" (
    "kind" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "hour" INTEGER NOT NULL,
    "count" INTEGER NOT NULL,
    "last_seen_at" BIGINT NOT NULL,

    PRIMARY KEY ("kind", "subject", "hour")
);

-- CreateTable
CREATE TABLE "exposure_findings" (
    "code" TEXT NOT NULL PRIMARY KEY,
    "severity" TEXT NOT NULL
);
