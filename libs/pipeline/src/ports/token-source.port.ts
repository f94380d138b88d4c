import type { NetworkName, TokenFacts } from '@waiaas/core';

export interface KnownToken extends TokenFacts {
  /** The registry of this installation names it. */
  readonly isRegistered: boolean;
}

/** What is known for certain about tokens: the registry's word, else the chain's. Never a caller's. */
export interface TokenSourcePort {
  /** An address that is missing in the answer is no token. Throws DomainError `ADAPTER_NOT_AVAILABLE`. */
  facts(network: NetworkName, addresses: readonly string[]): Promise<ReadonlyMap<string, KnownToken>>;
}
