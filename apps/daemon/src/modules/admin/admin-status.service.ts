import { Injectable } from '@nestjs/common';
import type { AdminStatus, RecentTransaction } from '@waiaas/api-types';
import { formatAmount } from '@waiaas/core';
import { KillSwitchState } from '../../common/auth/kill-switch-state.js';
import { Clock } from '../../common/time/clock.js';
import { RuntimeSettings } from '../../config/runtime-settings.js';
import { VERSION } from '../../config/version.js';
import { AdminStatusRepository, type RecentRow } from './admin-status.repository.js';
import { StatusChecks } from './status-checks.service.js';
import { FindingsService } from '../exposure/findings.service.js';

const DAY_SECONDS = 86_400;
const RECENT = 5;

/** The state of the daemon at a glance. Reads only. */
@Injectable()
export class AdminStatusService {
  readonly #startedAt: number;

  constructor(
    private readonly rows: AdminStatusRepository,
    private readonly checks: StatusChecks,
    private readonly killSwitch: KillSwitchState,
    private readonly settings: RuntimeSettings,
    private readonly findings: FindingsService,
    private readonly clock: Clock,
  ) {
    this.#startedAt = clock.nowSeconds();
  }

  async read(): Promise<AdminStatus> {
    const now = this.clock.nowSeconds();
    const [counts, recent, checks, findings] = await Promise.all([
      this.rows.counts(now, now - DAY_SECONDS),
      this.rows.recent(RECENT),
      this.checks.read(),
      this.findings.list(),
    ]);
    return {
      status: 'running',
      version: VERSION,
      // Nobody is asked for a newer release.
      latestVersion: null,
      updateAvailable: false,
      uptime: Math.max(0, now - this.#startedAt),
      walletCount: counts.wallets,
      activeSessionCount: counts.activeSessions,
      killSwitchState: this.killSwitch.state(),
      adminTimeout: this.settings.get('daemon.admin_timeout'),
      timestamp: now,
      policyCount: counts.policies,
      recentTxCount: counts.recentTransactions,
      failedTxCount: counts.failedTransactions,
      autoProvisioned: this.findings.isPasswordProvisioned(),
      recentTransactions: recent.map(toRecentTransaction),
      ...checks,
      pendingApprovals: counts.pendingApprovals,
      exposureFindings: findings.length,
    };
  }
}

function toRecentTransaction({ amountDecimals, amountSymbol, ...row }: RecentRow): RecentTransaction {
  return { ...row, formattedAmount: formatted(row.amount, amountDecimals, amountSymbol) };
}

function formatted(amount: string | null, decimals: number | null, symbol: string | null): string | null {
  if (amount === null || decimals === null) return null;
  const figure = formatAmount(BigInt(amount), decimals);
  return symbol === null ? figure : `${figure} ${symbol}`;
}
