import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import type { Lane } from '@waiaas/pipeline';
import { ExecutionReading } from '../modules/transactions/execution-reading.repository.js';
import { ConfirmWorker } from './confirm.worker.js';
import { LaneWorker } from './lane.worker.js';
import { WorkSources } from './work-sources.js';
import { WorkerLog } from './worker-log.js';

const SWEEP_MS = 1000;

/**
 * Connects what decides with what runs, and takes up everything that was open when the last process ended. A kick only saves a
 * wait: what needs bytes is swept up every second, whoever made it so, a resumed wallet or a recovered kill switch for instance.
 */
@Injectable()
export class WorkStarter implements OnApplicationBootstrap, OnApplicationShutdown {
  #timer: NodeJS.Timeout | undefined;
  #sweep: Promise<void> = Promise.resolve();
  #isStopped = false;

  constructor(
    private readonly lanes: LaneWorker,
    private readonly confirms: ConfirmWorker,
    private readonly reading: ExecutionReading,
    private readonly log: WorkerLog,
    sources: WorkSources,
  ) {
    const kick = (lane: Lane): void => {
      lanes.kick(lane);
    };
    sources.onRunnable(kick);
    sources.onLook((network) => confirms.look(network));
    lanes.onSubmitted((network) => {
      confirms.kick(network);
    });
  }

  async onApplicationBootstrap(): Promise<void> {
    await this.#kickLanes();
    for (const network of await this.reading.openNetworks()) this.confirms.kick(network);
    this.#schedule();
  }

  async onApplicationShutdown(): Promise<void> {
    this.#isStopped = true;
    clearTimeout(this.#timer);
    await this.#sweep;
  }

  #schedule(): void {
    if (this.#isStopped) return;
    this.#timer = setTimeout(() => {
      this.#sweep = this.#kickLanes()
        .catch((error: unknown) => {
          this.log.failed('sweep', error);
        })
        .then(() => {
          this.#schedule();
        });
    }, SWEEP_MS);
  }

  async #kickLanes(): Promise<void> {
    for (const lane of await this.reading.lanes()) this.lanes.kick(lane);
  }
}
