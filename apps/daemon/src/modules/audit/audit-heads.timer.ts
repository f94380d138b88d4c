import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { DomainError } from '@waiaas/core';
import { Logger } from '../../common/logging/logger.js';
import { RepeatingTask } from '../../common/time/repeating-task.js';
import { AuditHeads } from './audit-heads.service.js';

const TICK_MS = 60_000;

/** A signed head every hour, and one more when the daemon stops in order: what came after the last one is what could be cut off. */
@Injectable()
export class AuditHeadsTimer implements OnApplicationBootstrap, OnModuleDestroy {
  readonly #task: RepeatingTask;

  constructor(
    private readonly heads: AuditHeads,
    private readonly log: Logger,
  ) {
    this.#task = new RepeatingTask({
      everyMs: TICK_MS,
      work: async () => void (await heads.keepHourly()),
      onError: (error) => this.#report(error),
    });
  }

  onApplicationBootstrap(): void {
    this.#task.wake();
  }

  async onModuleDestroy(): Promise<void> {
    await this.#task.stop();
    await this.heads.keep().catch((error: unknown) => this.#report(error));
  }

  /** A locked signer signs later; nothing is lost by it. */
  #report(error: unknown): void {
    if (error instanceof DomainError && error.code === 'KEYSTORE_LOCKED') return;
    this.log.error('the head of the audit chain could not be signed', error);
  }
}
