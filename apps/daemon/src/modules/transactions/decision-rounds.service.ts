import { Injectable } from '@nestjs/common';
import type { NetworkName } from '@waiaas/core';
import { FundsPromised, refusedRowOf, type PrepareContext } from '@waiaas/pipeline';
import type { Gatherer } from '../../infra/chains/node-share.js';
import { timedStage } from '../../common/time/timed-stage.js';
import { UnstoredRefusals } from '../refusals/unstored-refusals.service.js';
import { ChainLooks } from './chain-looks.service.js';
import { refusedTransaction } from './refused-request.js';
import { RequestFacts } from './request-facts.service.js';

/** Each look settles all that had landed when it began; what lands between it and the facts takes another. */
const MAX_LOOKS = 2;

export interface Round<P, T> {
  readonly gatherer: Gatherer;
  readonly gather: (context: PrepareContext) => Promise<P>;
  /** Undefined where the facts are older than the policies. */
  readonly decide: (prepared: P) => Promise<T | undefined>;
}

/** Facts and the decision they make, again where the decision shows that something was not known yet. */
@Injectable()
export class DecisionRounds {
  constructor(
    private readonly facts: RequestFacts,
    private readonly looks: ChainLooks,
    private readonly refusals: UnstoredRefusals,
  ) {}

  /** A refusal that leaves no row, for want of funds or of room among those that wait, is counted before it is answered. */
  async decide<P, T>(network: NetworkName, round: Round<P, T>): Promise<T> {
    try {
      return await this.#inRounds(network, round);
    } catch (error) {
      const row = refusedRowOf(error);
      if (row !== undefined && row.sessionId !== null) await this.refusals.countAlone(refusedTransaction(row));
      throw error;
    }
  }

  /** Before a request is refused for funds that others of the wallet hold, the chain is asked which of these have landed. */
  async #inRounds<P, T>(network: NetworkName, round: Round<P, T>): Promise<T> {
    for (let looks = 0; ; looks += 1) {
      try {
        return await this.#once(network, round, looks > 0);
      } catch (error) {
        if (!(error instanceof FundsPromised) || looks === MAX_LOOKS) throw error;
      }
    }
  }

  async #once<P, T>(network: NetworkName, { gatherer, gather, decide }: Round<P, T>, isLookDue: boolean): Promise<T> {
    return this.facts.untilCurrent(async () => {
      const prepared = await timedStage('prepare', () =>
        this.facts.gather(
          network,
          async (context) => {
            if (isLookDue) await this.looks.look(network);
            return gather(context);
          },
          { gatherer },
        ),
      );
      return timedStage('decide', () => decide(prepared));
    });
  }
}
