import { Injectable } from '@nestjs/common';
import { NETWORKS, type NetworkName } from '@waiaas/core';
import { ObservedClock } from '../../common/time/observed-clock.js';
import { RuntimeSettings } from '../../config/runtime-settings.js';
import { ChainRegistry } from '../../infra/chains/chain-registry.js';

/** How long a newest block that is old is watched: a chain that makes none meanwhile stands still, and is no witness. */
const WATCH_MS = 20_000;

/**
 * Whether the newest block of all networks agrees with the machine's clock. Asked from the start until it does: a clock that was set
 * while nobody observed can be told by nothing else. No answer at all is no contradiction: without a node nothing is paid either.
 */
@Injectable()
export class BlockWitness {
  #first: { readonly blockMs: number; readonly seenAtMs: number } | undefined;
  #isDone = false;

  constructor(
    private readonly chains: ChainRegistry,
    settings: RuntimeSettings,
  ) {
    if (!settings.get('security.check_clock_by_blocks')) this.dismiss();
  }

  get isDone(): boolean {
    return this.#isDone;
  }

  async look(clock: ObservedClock): Promise<void> {
    const blockMs = await this.#newestBlockMs();
    // While it was asked somebody may have vouched for the clock.
    if (blockMs === undefined || this.#isDone) return;
    this.#first ??= { blockMs, seenAtMs: performance.now() };
    this.#isDone = clock.compareWith(blockMs) === 'agrees' || this.#standsStill(clock, blockMs);
    clock.contradict(!this.#isDone);
  }

  /** Somebody has vouched for the clock. */
  dismiss(): void {
    this.#isDone = true;
  }

  #standsStill(clock: ObservedClock, blockMs: number): boolean {
    if (this.#first === undefined || blockMs > this.#first.blockMs || blockMs > clock.nowMs()) return false;
    return performance.now() - this.#first.seenAtMs >= WATCH_MS;
  }

  async #newestBlockMs(): Promise<number | undefined> {
    const names = NETWORKS.map(({ name }) => name).filter((name) => this.chains.isConfigured(name));
    const times = (await Promise.all(names.map((name) => this.#blockMs(name)))).filter((ms) => ms !== undefined);
    return times.length === 0 ? undefined : Math.max(...times);
  }

  async #blockMs(name: NetworkName): Promise<number | undefined> {
    try {
      return (await this.chains.port(name).blockTime()) * 1000;
    } catch {
      return undefined;
    }
  }
}
