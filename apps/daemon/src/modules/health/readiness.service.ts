import { Inject, Injectable } from '@nestjs/common';
import type { SignerPort } from '@waiaas/core';
import { Logger } from '../../common/logging/logger.js';
import { Clock } from '../../common/time/clock.js';
import { ChainRegistry } from '../../infra/chains/chain-registry.js';
import { SIGNER } from '../../infra/signer/signer.token.js';
import { HealthRepository } from './health.repository.js';

export interface ReadinessCheck {
  readonly name: string;
  readonly ok: boolean;
  /** Unix seconds since when it is so. */
  readonly since: number;
}

// Anybody may ask; the checks themselves run at most once a second.
const REUSE_MS = 1_000;

/** Whether the daemon can do its work: store, sign, and reach a node for every network somebody uses. */
@Injectable()
export class ReadinessService {
  readonly #known = new Map<string, ReadinessCheck>();
  #running: Promise<readonly ReadinessCheck[]> | undefined;
  #checkedAtMs = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly repository: HealthRepository,
    @Inject(SIGNER) private readonly signer: SignerPort,
    private readonly chains: ChainRegistry,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {}

  async checks(): Promise<readonly ReadinessCheck[]> {
    const nowMs = this.clock.nowMs();
    // A clock that was set back makes the answer old too.
    if (this.#running === undefined || Math.abs(nowMs - this.#checkedAtMs) >= REUSE_MS) {
      this.#checkedAtMs = nowMs;
      this.#running = this.#check();
    }
    return this.#running;
  }

  async isReady(): Promise<boolean> {
    return (await this.checks()).every((check) => check.ok);
  }

  async #check(): Promise<readonly ReadinessCheck[]> {
    const database = await this.#holds('database', () => this.repository.write(this.clock.nowSeconds()).then(() => true));
    const networks = database ? await this.repository.networksInUse() : [];
    const configured = networks.filter((network) => this.chains.isConfigured(network));
    const results: [string, boolean][] = [
      ['database', database],
      ['signer', this.signer.isUnlocked()],
      ...(await Promise.all(
        configured.map(async (network): Promise<[string, boolean]> => {
          const name = `rpc:${network}`;
          return [name, await this.#holds(name, () => this.chains.isHealthy(network))];
        }),
      )),
    ];
    return results.map(([name, ok]) => this.#note(name, ok));
  }

  async #holds(name: string, check: () => Promise<boolean>): Promise<boolean> {
    try {
      return await check();
    } catch (error) {
      if (this.#known.get(name)?.ok !== false) this.logger.error('a readiness check failed', error, { check: name });
      return false;
    }
  }

  #note(name: string, ok: boolean): ReadinessCheck {
    const before = this.#known.get(name);
    const check = before?.ok === ok ? before : { name, ok, since: this.clock.nowSeconds() };
    this.#known.set(name, check);
    return check;
  }
}
