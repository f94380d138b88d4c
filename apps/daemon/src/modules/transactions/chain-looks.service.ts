import { Injectable } from '@nestjs/common';
import type { NetworkName } from '@waiaas/core';

/** Has what was sent on a network compared with the chain now, and waits until the outcome is stored. */
@Injectable()
export class ChainLooks {
  #look: (network: NetworkName) => Promise<void> = () => Promise.resolve();

  onAsked(look: (network: NetworkName) => Promise<void>): void {
    this.#look = look;
  }

  async look(network: NetworkName): Promise<void> {
    await this.#look(network);
  }
}
