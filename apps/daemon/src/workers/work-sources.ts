import { Injectable } from '@nestjs/common';
import type { NetworkName } from '@waiaas/core';
import type { Lane } from '@waiaas/pipeline';
import { ChainLooks } from '../modules/transactions/chain-looks.service.js';
import { DecisionsService } from '../modules/transactions/decisions.service.js';
import { Deliveries } from '../modules/transactions/deliveries.service.js';
import type { Started } from '../modules/transactions/send.service.js';
import { SweepService } from '../modules/transactions/sweep.service.js';
import { WaitingService } from '../modules/transactions/waiting.service.js';
import { ExecuteContexts } from './execute-contexts.js';

/** Everybody who makes a request run: a send that passed, a wait that is over, a yes, an owner's withdrawal. */
@Injectable()
export class WorkSources {
  constructor(
    private readonly contexts: ExecuteContexts,
    private readonly waiting: WaitingService,
    private readonly decisions: DecisionsService,
    private readonly deliveries: Deliveries,
    private readonly looks: ChainLooks,
    private readonly sweeps: SweepService,
  ) {}

  onLook(look: (network: NetworkName) => Promise<void>): void {
    this.looks.onAsked(look);
  }

  onRunnable(kick: (lane: Lane) => void): void {
    this.waiting.onRunnable(kick);
    this.decisions.onRunnable(kick);
    const start = (started: Started, transactionId: string): void => {
      this.contexts.remember(transactionId, started.facts);
      kick(started);
    };
    this.deliveries.onStarted(start);
    this.sweeps.onStarted(start);
  }
}
