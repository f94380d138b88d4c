import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { DomainError } from '@waiaas/core';
import { type Actor, actorLabel } from '../../common/auth/actor.js';
import { Logger } from '../../common/logging/logger.js';
import { Clock } from '../../common/time/clock.js';
import { ObservedClock } from '../../common/time/observed-clock.js';
import { RepeatingTask } from '../../common/time/repeating-task.js';
import { Database, type Tx } from '../../infra/prisma/database.js';
import { AuditService, type AuditEntry } from '../audit/audit.service.js';
import { BrowserLogins } from '../browser-logins/browser-logins.service.js';
import { BlockWitness } from './block-witness.service.js';
import { storeObservedTime } from './observed-time.repository.js';

const TICK_MS = 1000;
const STORE_EVERY_TICKS = 10;

/** Keeps observed time over restarts, and tells when the machine's clock cannot be believed and when it can again. */
@Injectable()
export class ClockWatch implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #clock: ObservedClock | undefined;
  readonly #task: RepeatingTask;
  #ticks = 0;
  #isTold = false;

  constructor(
    clock: Clock,
    private readonly witness: BlockWitness,
    private readonly database: Database,
    private readonly audit: AuditService,
    private readonly logins: BrowserLogins,
    log: Logger,
  ) {
    this.#clock = clock instanceof ObservedClock ? clock : undefined;
    this.#task = new RepeatingTask({
      everyMs: TICK_MS,
      work: () => this.#tick(),
      onError: (error) => log.error('observed time could not be stored', error),
    });
  }

  onApplicationBootstrap(): void {
    if (this.#clock !== undefined) this.#task.wake();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.#task.stop();
  }

  /** The master says that the machine's clock is right. */
  async confirm(actor: Actor): Promise<number> {
    const clock = this.#clock;
    if (clock?.isInDoubt() !== true)
      throw new DomainError('INVALID_STATE_TRANSITION', { hint: 'The clock is not in doubt: there is nothing to confirm.' });
    const details = { aheadSeconds: clock.aheadSeconds() };
    const { clientAddress: ipAddress } = actor;
    const said = { eventType: 'CLOCK_CONFIRMED', actor: actorLabel(actor), details, severity: 'warning', ipAddress } as const;
    const [from, to] = [clock.nowMs(), clock.machineMs()];
    await this.#record(said, to, async (tx) => this.logins.moveBack(tx, Math.ceil((from - to) / 1000)));
    this.witness.dismiss();
    clock.trustMachine();
    this.#isTold = false;
    return clock.nowSeconds();
  }

  async #tick(): Promise<void> {
    const clock = this.#clock;
    if (clock === undefined) return;
    if (!this.witness.isDone) await this.witness.look(clock);
    await this.#tell(clock);
    this.#ticks += 1;
    if (this.#ticks % STORE_EVERY_TICKS !== 1) return;
    await this.database.transaction((tx) => storeObservedTime(tx, clock.nowMs()));
  }

  async #tell(clock: ObservedClock): Promise<void> {
    const isInDoubt = clock.isInDoubt();
    if (isInDoubt === this.#isTold) return;
    const details = { aheadSeconds: clock.aheadSeconds() };
    const said = isInDoubt
      ? ({ eventType: 'CLOCK_DOUBT', severity: 'critical' } as const)
      : ({ eventType: 'CLOCK_CONFIRMED', severity: 'warning' } as const);
    await this.#record({ ...said, actor: 'system', details }, clock.nowMs());
    this.#isTold = isInDoubt;
  }

  /** Together with how far time has come: what is said of the clock and what the next start goes by are one. */
  async #record(said: AuditEntry, observedMs: number, alongside?: (tx: Tx) => Promise<void>): Promise<void> {
    await this.database.transaction(async (tx) => {
      await storeObservedTime(tx, observedMs);
      await this.audit.append(tx, said);
      await alongside?.(tx);
    });
  }
}
