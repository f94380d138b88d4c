/** Genesis hashes of the public clusters: a test node that answers one passes for that cluster. */
export const SOLANA_GENESIS = {
  'solana-mainnet': '5eykt4UsFv8P8NJdTREpY1vzqKqZKvdpKuc147dw2N9d',
  'solana-devnet': 'EtWTRABZaYq6iMfeYKouRu166VU2xqa1wcaWoxPkrZBG',
  'solana-testnet': '4uhcVJyU9pJkvQyS88uRDiswHXSCkY3zQawwpjk2NsNY',
} as const;

export interface SolanaNodeOptions {
  /** What getGenesisHash answers. Default: devnet's. */
  readonly genesisHash: string;
  /** Milliseconds per slot; 0 makes slots by `tick` alone. Default 50. */
  readonly slotMs: number;
  /** Age in slots at which a block is final. Default 32. */
  readonly finalizedDepth: number;
  /** The first slot. Default 1000. */
  readonly startSlot: number;
  /** How many endpoints lead to the same chain, each with its own faults. Default 1. */
  readonly endpoints: number;
}

export const DEFAULT_NODE_OPTIONS: SolanaNodeOptions = {
  genesisHash: SOLANA_GENESIS['solana-devnet'],
  slotMs: 50,
  finalizedDepth: 32,
  startSlot: 1000,
  endpoints: 1,
};
