-- CreateTable
CREATE TABLE "event_positions" (
    "principal" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "event_id" INTEGER NOT NULL,

    PRIMARY KEY ("principal", "position")
);
