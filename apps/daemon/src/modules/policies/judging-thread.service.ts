import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { DomainError } from '@waiaas/core';
import type { WhatIfAnswers, WhatIfTask } from './what-if-task.js';

/** Of computing, for everything one request asks of the thread. */
const BUDGET_MS = 5000;
const MAX_HEAP_MB = 256;

// Threads run built code. Sources and build are equally deep, so this finds it from a spec that runs this very file as well.
const ENTRY = new URL('../../../dist/modules/policies/what-if.thread.js', import.meta.url);

/** Hands one task to the thread and waits for its answer. */
export type Ask = <K extends WhatIfTask['kind']>(task: Extract<WhatIfTask, { kind: K }>) => Promise<WhatIfAnswers[K]>;

/**
 * The thread on which what-ifs are read and judged: one request at a time per principal, each with five seconds of computing.
 *
 * A request that takes longer ends with the thread; the next one gets a new thread. Tasks of several principals take turns.
 */
@Injectable()
export class JudgingThread implements OnModuleDestroy {
  protected readonly budgetMs: number = BUDGET_MS;
  readonly #turns = new Map<string, Promise<unknown>>();
  #tasks: Promise<unknown> = Promise.resolve();
  #worker: Worker | undefined;

  /** Runs when every earlier request of the principal has ended. */
  async inTurn<T>(principal: string, work: (ask: Ask) => Promise<T>): Promise<T> {
    const before = this.#turns.get(principal) ?? Promise.resolve();
    const turn = settled(before).then(() => work(this.#asker()));
    this.#turns.set(principal, turn);
    try {
      return await turn;
    } finally {
      if (this.#turns.get(principal) === turn) this.#turns.delete(principal);
    }
  }

  async onModuleDestroy(): Promise<void> {
    await this.#worker?.terminate();
  }

  #asker(): Ask {
    let leftMs = this.budgetMs;
    return async <K extends WhatIfTask['kind']>(task: Extract<WhatIfTask, { kind: K }>) => {
      const answer = settled(this.#tasks).then(async () => {
        const worker = this.#worker ?? (await this.#start());
        const startedAt = process.hrtime.bigint();
        const given = await answerOf(worker, task, leftMs);
        leftMs -= Number((process.hrtime.bigint() - startedAt) / 1_000_000n);
        return given as WhatIfAnswers[K];
      });
      this.#tasks = answer;
      return answer;
    };
  }

  async #start(): Promise<Worker> {
    const worker = new Worker(ENTRY, { env: {}, execArgv: [], resourceLimits: { maxOldGenerationSizeMb: MAX_HEAP_MB } });
    worker.unref();
    worker.once('exit', () => {
      if (this.#worker === worker) this.#worker = undefined;
    });
    // Whoever waits for an answer hears of it too.
    worker.on('error', () => undefined);
    await once(worker, 'message');
    this.#worker = worker;
    return worker;
  }
}

async function answerOf(worker: Worker, task: WhatIfTask, leftMs: number): Promise<unknown> {
  try {
    const answer = once(worker, 'message', { signal: AbortSignal.timeout(Math.max(1, leftMs)) });
    worker.postMessage(task);
    const [given] = (await answer) as readonly unknown[];
    return given;
  } catch (error) {
    await worker.terminate();
    if (!isBeyondBudget(error)) throw error;
    throw new DomainError('SIMULATION_TIMEOUT', { hint: 'Nothing was stored. Ask for less at once.', cause: error });
  }
}

function isBeyondBudget(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return error.name === 'AbortError' || (error as NodeJS.ErrnoException).code === 'ERR_WORKER_OUT_OF_MEMORY';
}

/** Waits for the end of something, whatever it was. */
async function settled(work: Promise<unknown>): Promise<void> {
  await work.catch(() => undefined);
}
