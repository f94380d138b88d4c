import { Injectable } from '@nestjs/common';
import type { JsonValue } from '@waiaas/core';
import { Clock } from '../../common/time/clock.js';
import { Database, type Tx } from '../../infra/prisma/database.js';
import { AuditService } from '../audit/audit.service.js';
import { EventLog } from '../audit/event-log.service.js';
import { OpenTransactions } from '../wallets/open-transactions.port.js';
import { KillSwitchRepository, type KillSwitchRow } from './kill-switch.repository.js';

export interface KillSwitchOrder {
  /** When it was given, in Unix seconds: what the answer and the row say, however late the row is written. */
  readonly at: number;
  readonly actor: string;
  readonly ipAddress?: string;
}

type Step = 'KILL_SWITCH_ACTIVATED' | 'KILL_SWITCH_ESCALATED' | 'KILL_SWITCH_RECOVERED';

/** The three steps of the kill switch as durable acts: each is one transaction with everything that belongs to it, or nothing. */
@Injectable()
export class KillSwitchActs {
  constructor(
    private readonly database: Database,
    private readonly rows: KillSwitchRepository,
    private readonly openTransactions: OpenTransactions,
    private readonly audit: AuditService,
    private readonly events: EventLog,
    private readonly clock: Clock,
  ) {}

  async load(): Promise<KillSwitchRow> {
    return this.rows.load();
  }

  /** Sessions end, what is not signed yet is cancelled, wallets stand still. False where the row was not ACTIVE. */
  async suspend(order: KillSwitchOrder): Promise<boolean> {
    return this.database.transaction(async (tx) => {
      const to: KillSwitchRow = { state: 'SUSPENDED', activatedAt: order.at, activatedBy: order.actor };
      if (!(await this.rows.move(tx, 'ACTIVE', to, this.clock.nowSeconds()))) return false;
      const { actor, ipAddress } = order;
      const cancelled = await this.openTransactions.cancelAll(tx, {
        errorCode: 'CANCELLED_BY_KILL_SWITCH',
        actor,
        ...(ipAddress === undefined ? {} : { ipAddress }),
      });
      const sessionsRevoked = await this.rows.revokeSessions(tx, order.at);
      const walletsSuspended = await this.rows.suspendWallets(tx, order.at);
      await this.#record(tx, 'KILL_SWITCH_ACTIVATED', order, { cancelled, sessionsRevoked, walletsSuspended });
      return true;
    });
  }

  async escalate(order: KillSwitchOrder, from: KillSwitchRow): Promise<boolean> {
    return this.database.transaction(async (tx) => {
      if (!(await this.rows.move(tx, 'SUSPENDED', { ...from, state: 'LOCKED' }, order.at))) return false;
      await this.#record(tx, 'KILL_SWITCH_ESCALATED', order, {});
      return true;
    });
  }

  /** How many wallets run again, or undefined where somebody else recovered first. Sessions stay revoked. */
  async recover(order: KillSwitchOrder, from: KillSwitchRow, resumeWallets: boolean): Promise<number | undefined> {
    return this.database.transaction(async (tx) => {
      if (!(await this.rows.move(tx, from.state, { state: 'ACTIVE', activatedAt: null, activatedBy: null }, order.at)))
        return undefined;
      const walletsResumed = resumeWallets ? await this.rows.resumeWallets(tx, order.at) : 0;
      await this.#record(tx, 'KILL_SWITCH_RECOVERED', order, { from: from.state, walletsResumed });
      return walletsResumed;
    });
  }

  async #record(tx: Tx, step: Step, order: KillSwitchOrder, details: Readonly<Record<string, JsonValue>>): Promise<void> {
    await this.audit.append(tx, {
      eventType: step,
      actor: order.actor,
      details: { ...details, orderedAt: order.at },
      severity: 'critical',
      ...(order.ipAddress === undefined ? {} : { ipAddress: order.ipAddress }),
    });
    await this.events.append(tx, { kind: 'kill-switch', data: { state: STATE_AFTER[step], at: order.at } });
  }
}

const STATE_AFTER = {
  KILL_SWITCH_ACTIVATED: 'SUSPENDED',
  KILL_SWITCH_ESCALATED: 'LOCKED',
  KILL_SWITCH_RECOVERED: 'ACTIVE',
} as const;
