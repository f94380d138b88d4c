import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { NetworkName } from '@waiaas/core';
import { confirmNetwork, type ConfirmContext } from '@waiaas/pipeline';
import { RuntimeSettings } from '../config/runtime-settings.js';
import { ExecuteContexts } from './execute-contexts.js';
import { GapFills } from './gap-fills.js';
import { LaneWorker } from './lane.worker.js';
import { Replacements } from './replacements.js';
import { WorkerLog } from './worker-log.js';

interface Watch {
  isRunning: boolean;
  isDirty: boolean;
  /** When rows that only wait for finality were last looked at. */
  lookedAtAllMs: number;
  timer: NodeJS.Timeout | undefined;
  /** Told when the visit is over that began after they asked. */
  asked: (() => void)[];
}

/** Looks at the chain, all of which found nothing, before bytes that a node took are sent again; and before those of an unknown fate are. */
const RESEND_LOOKS = { ethereum: 15, solana: 2 } as const;
const UNKNOWN_LOOKS = 2;
const MAX_ATTEMPTS = 8;
/** A nonce that nobody holds is no matter of price: it is looked for however patient the stuck ones may be. */
const GAP_SECONDS = 60;

/** Watches every network that has something unsettled: at once after a broadcast, then at the pace of `chain.poll_ms`. */
@Injectable()
export class ConfirmWorker implements OnApplicationShutdown {
  readonly #watches = new Map<NetworkName, Watch>();
  readonly #running = new Set<Promise<void>>();
  #isStopped = false;

  constructor(
    private readonly contexts: ExecuteContexts,
    private readonly lanes: LaneWorker,
    private readonly replacements: Replacements,
    private readonly gaps: GapFills,
    private readonly settings: RuntimeSettings,
    private readonly log: WorkerLog,
  ) {}

  kick(network: NetworkName): void {
    if (this.#isStopped) return;
    const watch = this.#watchOf(network);
    if (watch.isRunning) {
      watch.isDirty = true;
      return;
    }
    const run = this.#run(network, watch);
    this.#running.add(run);
    void run.finally(() => this.#running.delete(run));
  }

  /** A visit that begins now, and its end. One that failed is over as well: the next is soon. */
  async look(network: NetworkName): Promise<void> {
    if (this.#isStopped) return;
    await new Promise<void>((resolve) => {
      this.#watchOf(network).asked.push(resolve);
      this.kick(network);
    });
  }

  async onApplicationShutdown(): Promise<void> {
    this.#isStopped = true;
    for (const { timer } of this.#watches.values()) clearTimeout(timer);
    await Promise.allSettled(this.#running);
  }

  #watchOf(network: NetworkName): Watch {
    const watch = this.#watches.get(network) ?? newWatch();
    this.#watches.set(network, watch);
    return watch;
  }

  async #run(network: NetworkName, watch: Watch): Promise<void> {
    watch.isRunning = true;
    clearTimeout(watch.timer);
    let open = 1;
    try {
      do {
        watch.isDirty = false;
        const asked = watch.asked.splice(0);
        open = await this.#visit(network, watch).finally(() => {
          for (const isOver of asked) isOver();
        });
      } while (watch.isDirty && !this.#isStopped);
    } catch (error) {
      this.log.failed('confirm', error);
    } finally {
      watch.isRunning = false;
      for (const isOver of watch.asked.splice(0)) isOver();
      if (open > 0 && !this.#isStopped) {
        watch.timer = setTimeout(() => {
          this.kick(network);
        }, this.settings.get('chain.poll_ms'));
      }
    }
  }

  /** A kick is about what was just sent. Finality is nobody's hurry: what waits for it is looked at by the pace of polling. */
  async #visit(network: NetworkName, watch: Watch): Promise<number> {
    const now = this.contexts.clock.nowMs();
    const isDue = Math.abs(now - watch.lookedAtAllMs) >= this.settings.get('chain.poll_ms');
    if (isDue) watch.lookedAtAllMs = now;
    const { open, retry, stuck, waiting } = await confirmNetwork(
      { ...this.#context(network), scope: isDue ? 'all' : 'submitted' },
      network,
    );
    for (const { walletId, network: where, intent } of retry) this.lanes.kick({ walletId, network: where, from: intent.from });
    await this.replacements.rescue(network, stuck);
    for (const lane of await this.gaps.look(network, waiting)) this.lanes.kick(lane);
    // What was not looked at may still be open.
    return isDue ? open : Math.max(open, 1);
  }

  #context(network: NetworkName): Omit<ConfirmContext, 'scope'> {
    const { chain, store, clock } = this.contexts.of(network);
    const secondsOf = (looks: number): number => Math.ceil((looks * this.settings.get('chain.poll_ms')) / 1000);
    const stuckSeconds = this.settings.get('transactions.stuck_seconds');
    const confirmations = this.settings.get(`chain.${network}.confirmations`);
    return {
      chain,
      store,
      clock,
      // Solana names a commitment instead of a depth: `finalized` waits for finality, which counts as deep enough anywhere.
      confirmations:
        typeof confirmations === 'number' ? confirmations : confirmations === 'finalized' ? Number.MAX_SAFE_INTEGER : 1,
      resend: {
        acceptedSeconds: secondsOf(RESEND_LOOKS[chain.network.chain]),
        unknownSeconds: secondsOf(UNKNOWN_LOOKS),
      },
      maxAttempts: MAX_ATTEMPTS,
      stuckSeconds,
      gapSeconds: stuckSeconds === 0 ? GAP_SECONDS : Math.min(stuckSeconds, GAP_SECONDS),
    };
  }
}

function newWatch(): Watch {
  return { isRunning: false, isDirty: false, lookedAtAllMs: 0, timer: undefined, asked: [] };
}
