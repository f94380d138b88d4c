import { Injectable } from '@nestjs/common';
import type { HourOfSightings, SightingKind } from '../../common/http/sightings.js';
import { Database, type Tx } from '../../infra/prisma/database.js';
import type { Stake } from './known-findings.js';

export interface RaisedFinding {
  readonly code: string;
  readonly severity: string;
}

@Injectable()
export class ExposureRepository {
  constructor(private readonly database: Database) {}

  async stake(): Promise<Stake> {
    const { client } = this.database;
    const [mainnetWallet, endlessSession] = await Promise.all([
      client.wallet.findFirst({ where: { environment: 'mainnet', status: { not: 'TERMINATED' } }, select: { id: true } }),
      client.session.findFirst({ where: { revokedAt: null, expiresAt: null, absoluteExpiresAt: null }, select: { id: true } }),
    ]);
    return { hasMainnetWallet: mainnetWallet !== null, hasEndlessSession: endlessSession !== null };
  }

  alteredRows(): number {
    return this.database.guard.unsound.length;
  }

  async sightingsSince(hour: number): Promise<readonly HourOfSightings[]> {
    const rows = await this.database.client.exposureSighting.findMany({ where: { hour: { gte: hour } } });
    return rows.map((row) => ({ ...row, kind: row.kind as SightingKind, lastSeenAt: Number(row.lastSeenAt) }));
  }

  /** Each row whole; those of hours before `oldest` are dropped. */
  async storeSightings(tx: Tx, rows: readonly HourOfSightings[], oldest: number): Promise<void> {
    for (const row of rows) {
      const columns = { ...row, lastSeenAt: BigInt(row.lastSeenAt) };
      const id = { kind_subject_hour: { kind: row.kind, subject: row.subject, hour: row.hour } };
      await tx.exposureSighting.upsert({ where: id, create: columns, update: columns });
    }
    await tx.exposureSighting.deleteMany({ where: { hour: { lt: oldest } } });
  }

  async raised(tx: Tx): Promise<readonly RaisedFinding[]> {
    return tx.exposureFinding.findMany();
  }

  async raise(tx: Tx, finding: RaisedFinding): Promise<void> {
    await tx.exposureFinding.upsert({ where: { code: finding.code }, create: finding, update: finding });
  }

  async clear(tx: Tx, codes: readonly string[]): Promise<void> {
    await tx.exposureFinding.deleteMany({ where: { code: { in: [...codes] } } });
  }
}
