import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { Clock } from '../time/clock.js';
import { AuthAudit } from './auth-audit.js';

const WINDOW_SECONDS = 60;

interface Pending {
  readonly peerAddress: string;
  readonly startedAt: number;
  count: number;
}

/**
 * One audit row per address and minute. The first failure is written at once, since it may be the only one; those that follow
 * within the minute are written as one row when it is over, or at shutdown.
 */
@Injectable()
export class FailureReport implements OnModuleDestroy {
  readonly #pending = new Map<string, Pending>();

  constructor(
    private readonly audit: AuthAudit,
    private readonly clock: Clock,
  ) {}

  async note(peerAddress: string, clientAddress: string): Promise<void> {
    const now = this.clock.nowSeconds();
    await this.#writeOlderThan(now - WINDOW_SECONDS);
    const running = this.#pending.get(clientAddress);
    if (running !== undefined) {
      running.count += 1;
      return;
    }
    this.#pending.set(clientAddress, { peerAddress, startedAt: now, count: 0 });
    await this.audit.masterAuthFailed({ peerAddress, clientAddress, count: 1 });
  }

  async onModuleDestroy(): Promise<void> {
    await this.#writeOlderThan(Number.MAX_SAFE_INTEGER);
  }

  async #writeOlderThan(startedBefore: number): Promise<void> {
    for (const [clientAddress, { peerAddress, startedAt, count }] of [...this.#pending]) {
      if (startedAt > startedBefore) continue;
      this.#pending.delete(clientAddress);
      if (count > 0) await this.audit.masterAuthFailed({ peerAddress, clientAddress, count });
    }
  }
}
