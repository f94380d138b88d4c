import { Injectable } from '@nestjs/common';
import { networksOf, type Chain, type Environment, type NetworkName } from '@waiaas/core';
import { Database } from '../../infra/prisma/database.js';

const PROBE = 'readiness';

@Injectable()
export class HealthRepository {
  constructor(private readonly database: Database) {}

  /** Writes one row for real: a full disk and a lost volume show nowhere else. */
  async write(now: number): Promise<void> {
    const columns = { failures: 0, windowStart: BigInt(now), lastAt: BigInt(now), lockedUntil: null };
    await this.database.transaction((tx) =>
      tx.authCounter.upsert({ where: { id: PROBE }, create: { id: PROBE, ...columns }, update: columns }),
    );
  }

  /** The networks that ACTIVE wallets can use. */
  async networksInUse(): Promise<readonly NetworkName[]> {
    const rows = await this.database.client.wallet.findMany({
      where: { status: 'ACTIVE' },
      distinct: ['chain', 'environment'],
      select: { chain: true, environment: true },
    });
    return rows.flatMap((row) => networksOf(row.chain as Chain, row.environment as Environment).map((network) => network.name));
  }
}
