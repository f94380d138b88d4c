-- CreateTable
CREATE TABLE "observed_time" (
    "id" INTEGER NOT NULL PRIMARY KEY DEFAULT 1,
    "at_ms" BIGINT NOT NULL
);
