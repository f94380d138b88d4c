import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import type { Lane } from '@waiaas/pipeline';
import { DecisionsService } from '../modules/transactions/decisions.service.js';
import { Deliveries } from '../modules/transactions/deliveries.service.js';
import { WaitingService } from '../modules/transactions/waiting.service.js';
import { ConfirmWorker } from './confirm.worker.js';
import { ExecuteContexts } from './execute-contexts.js';
import { LaneWorker } from './lane.worker.js';

/** Connects what decides with what runs, and after a start takes up everything that was open when the last one ended. */
@Injectable()
export class WorkStarter implements OnApplicationBootstrap {
  constructor(
    private readonly lanes: LaneWorker,
    private readonly confirms: ConfirmWorker,
    private readonly contexts: ExecuteContexts,
    waiting: WaitingService,
    decisions: DecisionsService,
    deliveries: Deliveries,
  ) {
    const kick = (lane: Lane): void => {
      lanes.kick(lane);
    };
    waiting.onRunnable(kick);
    decisions.onRunnable(kick);
    deliveries.onStarted((started, transactionId) => {
      contexts.remember(transactionId, started.params);
      lanes.kick(started);
    });
    lanes.onSubmitted((network) => {
      confirms.kick(network);
    });
  }

  async onApplicationBootstrap(): Promise<void> {
    for (const lane of await this.contexts.store.lanes()) this.lanes.kick(lane);
    for (const network of await this.contexts.store.openNetworks()) this.confirms.kick(network);
  }
}
