import type { NetworkName } from '@waiaas/core';

/** Contracts are deployed per network: an address may be a contract on one and anybody's on another. */
export interface CodeElsewherePort {
  /**
   * Those of the addresses that have no code on this network and have some on another network that is configured here.
   * One that nobody could be asked about counts as such: it cannot be told.
   */
  among(network: NetworkName, addresses: readonly string[]): Promise<readonly string[]>;
}
