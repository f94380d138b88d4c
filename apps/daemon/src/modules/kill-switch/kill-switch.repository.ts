import { Injectable } from '@nestjs/common';
import type { KillSwitchPosition } from '../../common/auth/kill-switch-state.js';
import { Database, type Tx } from '../../infra/prisma/database.js';

/** Times in Unix seconds. */
export interface KillSwitchRow {
  readonly state: KillSwitchPosition;
  readonly activatedAt: number | null;
  readonly activatedBy: string | null;
}

export const NEVER_ACTIVATED: KillSwitchRow = { state: 'ACTIVE', activatedAt: null, activatedBy: null };

const ROW = { id: 1 } as const;
const SUSPENDED_BY = 'kill-switch';

@Injectable()
export class KillSwitchRepository {
  constructor(private readonly database: Database) {}

  async load(): Promise<KillSwitchRow> {
    const row = await this.database.client.killSwitch.findUnique({ where: ROW });
    if (row === null) return NEVER_ACTIVATED;
    return {
      state: row.state as KillSwitchPosition,
      activatedAt: row.activatedAt === null ? null : Number(row.activatedAt),
      activatedBy: row.activatedBy,
    };
  }

  /** True for the one caller that made the step. */
  async move(tx: Tx, from: KillSwitchPosition, to: KillSwitchRow, now: number): Promise<boolean> {
    await tx.killSwitch.upsert({ where: ROW, create: { ...ROW, state: 'ACTIVE', updatedAt: BigInt(now) }, update: {} });
    const { count } = await tx.killSwitch.updateMany({
      where: { ...ROW, state: from },
      data: {
        state: to.state,
        activatedAt: to.activatedAt === null ? null : BigInt(to.activatedAt),
        activatedBy: to.activatedBy,
        updatedAt: BigInt(now),
      },
    });
    return count === 1;
  }

  async revokeSessions(tx: Tx, now: number): Promise<number> {
    const { count } = await tx.session.updateMany({ where: { revokedAt: null }, data: { revokedAt: BigInt(now) } });
    return count;
  }

  /** Wallets that somebody else suspended keep their own reason, so that recovery does not resume them. */
  async suspendWallets(tx: Tx, now: number): Promise<number> {
    const at = BigInt(now);
    const { count } = await tx.wallet.updateMany({
      where: { status: 'ACTIVE' },
      data: { status: 'SUSPENDED', suspendedAt: at, suspensionReason: 'KILL_SWITCH', suspendedBy: SUSPENDED_BY, updatedAt: at },
    });
    return count;
  }

  async resumeWallets(tx: Tx, now: number): Promise<number> {
    const at = BigInt(now);
    const { count } = await tx.wallet.updateMany({
      where: { status: 'SUSPENDED', suspendedBy: SUSPENDED_BY },
      data: { status: 'ACTIVE', suspendedAt: null, suspensionReason: null, suspendedBy: null, activeSince: at, updatedAt: at },
    });
    return count;
  }
}
