import type { ChainPort, NetworkName, RawTransactionPort } from '@waiaas/core';

export interface EndpointStatus {
  readonly network: NetworkName;
  /** Credentials cut out. */
  readonly url: string;
  readonly isHealthy: boolean;
  /** A code, never text of the endpoint. */
  readonly problem: string | null;
}

/** The chain adapters of the networks that have endpoints. Made on first use, made anew when the endpoints change. */
export abstract class ChainRegistry {
  /** Throws `ADAPTER_NOT_AVAILABLE`, with a hint that names the variable, where no endpoint is set. */
  abstract port(network: NetworkName): ChainPort;
  /** Transactions that others built for wallets of this network. Throws as `port`. */
  abstract raw(network: NetworkName): RawTransactionPort;
  abstract isConfigured(network: NetworkName): boolean;
  /** Whether an endpoint of this network answers as the right chain now. */
  abstract isHealthy(network: NetworkName): Promise<boolean>;
  abstract status(): readonly EndpointStatus[];
}
