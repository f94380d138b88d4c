import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { NetworkName } from '@waiaas/core';
import { executeLane, type Lane } from '@waiaas/pipeline';
import { timedStage } from '../common/time/timed-stage.js';
import { ExecuteContexts } from './execute-contexts.js';
import { WorkerLog } from './worker-log.js';

interface LaneState {
  readonly lane: Lane;
  isRunning: boolean;
  isDirty: boolean;
  timer: NodeJS.Timeout | undefined;
}

const STALLED_RETRY_MS = 1000;

/**
 * One executor per wallet and network: nonces are given out and bytes leave in one order. A kick while it runs makes it look
 * again; a lane that could not go on comes back by itself. What is to be done is read from the database each time.
 */
@Injectable()
export class LaneWorker implements OnApplicationShutdown {
  readonly #lanes = new Map<string, LaneState>();
  readonly #running = new Set<Promise<void>>();
  #isStopped = false;
  #onSubmitted: (network: NetworkName) => void = () => undefined;

  constructor(
    private readonly contexts: ExecuteContexts,
    private readonly log: WorkerLog,
  ) {}

  /** Who is told that a network has something new to confirm. */
  onSubmitted(listener: (network: NetworkName) => void): void {
    this.#onSubmitted = listener;
  }

  kick(lane: Lane): void {
    if (this.#isStopped) return;
    const key = `${lane.walletId} ${lane.network}`;
    const state = this.#lanes.get(key) ?? { lane, isRunning: false, isDirty: false, timer: undefined };
    this.#lanes.set(key, state);
    if (state.isRunning) {
      state.isDirty = true;
      return;
    }
    const run = this.#run(key, state);
    this.#running.add(run);
    void run.finally(() => this.#running.delete(run));
  }

  async onApplicationShutdown(): Promise<void> {
    this.#isStopped = true;
    for (const { timer } of this.#lanes.values()) clearTimeout(timer);
    await Promise.allSettled(this.#running);
  }

  async #run(key: string, state: LaneState): Promise<void> {
    state.isRunning = true;
    clearTimeout(state.timer);
    try {
      let submitted = 0;
      do submitted = await this.#visit(state);
      while (
        // Asked here and not by the visit: a kick may come between its end and this line.
        (submitted > 0 || state.isDirty) &&
        !this.#isStopped
      );
    } catch (error) {
      this.log.failed('lane', error);
      this.#comeBack(state);
    } finally {
      state.isRunning = false;
      if (state.timer === undefined && !state.isDirty) this.#lanes.delete(key);
    }
  }

  async #visit(state: LaneState): Promise<number> {
    state.isDirty = false;
    state.timer = undefined;
    const context = { ...this.contexts.of(state.lane.network), report: this.#report };
    const { submitted, stalled } = await timedStage('execute', () => executeLane(context, state.lane));
    if (submitted > 0) this.#onSubmitted(state.lane.network);
    if (stalled > 0) this.#comeBack(state);
    return submitted;
  }

  readonly #report = (error: unknown): void => {
    this.log.failed('lane', error);
  };

  #comeBack(state: LaneState): void {
    if (this.#isStopped || state.timer !== undefined) return;
    state.timer = setTimeout(() => {
      this.kick(state.lane);
    }, STALLED_RETRY_MS);
  }
}
