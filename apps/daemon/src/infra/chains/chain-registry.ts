import type { ContractSignature, ContractVerdict, FeedReading } from '@waiaas/chain-evm';
import type { ChainPort, NetworkName, RawTransactionPort } from '@waiaas/core';

export interface EndpointStatus {
  readonly network: NetworkName;
  /** Credentials cut out. */
  readonly url: string;
  readonly isHealthy: boolean;
  /** A code, never text of the endpoint. */
  readonly problem: string | null;
  /** 0..100: how steadily it has answered lately. */
  readonly score: number;
}

/** What only contracts of EVM networks can say. Every endpoint that answers is asked; throws `ADAPTER_NOT_AVAILABLE` where too few do. */
export interface ContractReads {
  /** Whether a contract takes a signature for its own (EIP-1271), and by which code. */
  judgeContractSignature(question: ContractSignature): Promise<ContractVerdict>;
  /** What a price feed says; undefined where none stands. */
  readFeed(address: string): Promise<FeedReading | undefined>;
}

/** The chain adapters of the networks that have endpoints. Made on first use, made anew when the endpoints change. */
export abstract class ChainRegistry {
  /** Throws `ADAPTER_NOT_AVAILABLE`, with a hint that names the variable, where no endpoint is set. */
  abstract port(network: NetworkName): ChainPort;
  /** Transactions that others built for wallets of this network. Throws as `port`. */
  abstract raw(network: NetworkName): RawTransactionPort;
  /** Throws as `port`, and for a network without contracts of this kind. */
  abstract contracts(network: NetworkName): ContractReads;
  /** How many endpoints are set for this network. */
  abstract endpointCount(network: NetworkName): number;
  abstract isConfigured(network: NetworkName): boolean;
  /** Whether an endpoint of this network answers as the right chain now. */
  abstract isHealthy(network: NetworkName): Promise<boolean>;
  abstract status(): readonly EndpointStatus[];
}
