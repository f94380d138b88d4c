import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { Logger } from '../../common/logging/logger.js';
import { RepeatingTask } from '../../common/time/repeating-task.js';
import { AuditService } from '../audit/audit.service.js';
import { UnstoredRefusals } from '../refusals/unstored-refusals.service.js';
import { AutoStop } from './autostop.service.js';

/** What happens meanwhile is looked at together. */
const GATHER_MS = 500;
const TICK_MS = 10_000;
const SWEEP_MS = 60_000;
const BATCH = 500;
const DAY_SECONDS = 86_400;

/**
 * Follows the chain of evidence: every stored request and every end of one leaves a row there; those that were refused and only counted
 * are told of by whoever counts them. At the start it looks at whatever moved within
 * a day, since the daemon may have died between an event and the look at it.
 */
@Injectable()
export class AutoStopTimer implements OnApplicationBootstrap, OnModuleDestroy {
  readonly #following: RepeatingTask;
  readonly #sweeping: RepeatingTask;
  readonly #refused = new Set<string>();
  #readTo: number | undefined;
  #gathering: NodeJS.Timeout | undefined;

  constructor(
    private readonly autoStop: AutoStop,
    private readonly audit: AuditService,
    private readonly refusals: UnstoredRefusals,
    log: Logger,
  ) {
    const onError = (error: unknown): void => log.error('wallets could not be judged by the rules that stop them', error);
    this.#following = new RepeatingTask({ everyMs: TICK_MS, work: () => this.#follow(), onError });
    this.#sweeping = new RepeatingTask({ everyMs: SWEEP_MS, work: () => autoStop.lookForIdle(), onError });
  }

  onApplicationBootstrap(): void {
    this.audit.onAppended(() => this.#gather());
    this.refusals.onCounted((walletId) => {
      this.#refused.add(walletId);
      this.#gather();
    });
    for (const task of [this.#following, this.#sweeping]) task.wake();
  }

  async onModuleDestroy(): Promise<void> {
    clearTimeout(this.#gathering);
    await Promise.all([this.#following, this.#sweeping].map((task) => task.stop()));
  }

  #gather(): void {
    this.#gathering ??= setTimeout(() => {
      this.#gathering = undefined;
      this.#following.wake();
    }, GATHER_MS).unref();
  }

  async #lookAtRefused(): Promise<void> {
    const wallets = [...this.#refused];
    this.#refused.clear();
    try {
      await this.autoStop.look(wallets);
    } catch (error) {
      for (const walletId of wallets) this.#refused.add(walletId);
      throw error;
    }
  }

  async #follow(): Promise<void> {
    if (this.#readTo === undefined) {
      const head = (await this.audit.committedHead()).id;
      await this.autoStop.lookAtLast(DAY_SECONDS);
      this.#readTo = head;
    }
    await this.#lookAtRefused();
    for (;;) {
      const rows = await this.audit.after(this.#readTo, BATCH);
      const last = rows.at(-1);
      if (last === undefined) return;
      const touched = rows.flatMap(({ txId, walletId }) => (txId === null || walletId === null ? [] : [walletId]));
      await this.autoStop.look([...new Set(touched)]);
      this.#readTo = last.id;
    }
  }
}
