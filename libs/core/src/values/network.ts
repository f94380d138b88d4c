export type Chain = 'ethereum' | 'solana';
export type Environment = 'mainnet' | 'testnet';

export interface Network {
  readonly name: NetworkName;
  readonly chain: Chain;
  readonly environment: Environment;
  /** CAIP-2 id: `eip155:<chain id>`, or `solana:<first 32 characters of the genesis hash>`. */
  readonly caip2: string;
  /** EIP-155 chain id; null on Solana. */
  readonly chainId: number | null;
  readonly nativeSymbol: string;
  readonly nativeDecimals: number;
  /** The key of prices for the coin of this chain may stand in only where the coin is the chain's own (POL and HYPE are not ETH). */
  readonly isChainCoin: boolean;
}

const EVM = [
  ['ethereum-mainnet', 1, 'mainnet', 'ETH'],
  ['ethereum-sepolia', 11155111, 'testnet', 'ETH'],
  ['polygon-mainnet', 137, 'mainnet', 'POL'],
  ['polygon-amoy', 80002, 'testnet', 'POL'],
  ['arbitrum-mainnet', 42161, 'mainnet', 'ETH'],
  ['arbitrum-sepolia', 421614, 'testnet', 'ETH'],
  ['optimism-mainnet', 10, 'mainnet', 'ETH'],
  ['optimism-sepolia', 11155420, 'testnet', 'ETH'],
  ['base-mainnet', 8453, 'mainnet', 'ETH'],
  ['base-sepolia', 84532, 'testnet', 'ETH'],
  ['hyperevm-mainnet', 999, 'mainnet', 'HYPE'],
  ['hyperevm-testnet', 998, 'testnet', 'HYPE'],
] as const;

const SOLANA = [
  ['solana-mainnet', '5eykt4UsFv8P8NJdTREpY1vzqKqZKvdp', 'mainnet'],
  ['solana-devnet', 'EtWTRABZaYq6iMfeYKouRu166VU2xqa1', 'testnet'],
  ['solana-testnet', '4uhcVJyU9pJkvQyS88uRDiswHXSCkY3z', 'testnet'],
] as const;

export type NetworkName = (typeof EVM)[number][0] | (typeof SOLANA)[number][0];

/** Every network the product knows, in the order of api.md §1. */
export const NETWORKS: readonly Network[] = [
  ...SOLANA.map(([name, reference, environment]): Network => ({
    name,
    chain: 'solana',
    environment,
    caip2: `solana:${reference}`,
    chainId: null,
    nativeSymbol: 'SOL',
    nativeDecimals: 9,
    isChainCoin: true,
  })),
  ...EVM.map(([name, chainId, environment, nativeSymbol]): Network => ({
    name,
    chain: 'ethereum',
    environment,
    caip2: `eip155:${String(chainId)}`,
    chainId,
    nativeSymbol,
    nativeDecimals: 18,
    isChainCoin: nativeSymbol === 'ETH',
  })),
];

const BY_NAME = new Map<string, Network>(NETWORKS.map((network) => [network.name, network]));
const BY_CAIP2 = new Map<string, Network>(NETWORKS.map((network) => [network.caip2, network]));
const SOLANA_SHORT = new Map<string, NetworkName>([
  ['mainnet', 'solana-mainnet'],
  ['devnet', 'solana-devnet'],
  ['testnet', 'solana-testnet'],
]);

/** The network with this canonical name, or undefined. */
export function findNetwork(name: string): Network | undefined {
  return BY_NAME.get(name);
}

/** A network a caller named: canonical name, CAIP-2 id, or the short Solana names of older clients. */
export function resolveNetwork(input: string): Network | undefined {
  return BY_NAME.get(input) ?? BY_CAIP2.get(input) ?? BY_NAME.get(SOLANA_SHORT.get(input) ?? '');
}

/** The network of a name known to be valid (typed, or read back from storage). Throws on a corrupt value. */
export function networkOf(name: string): Network {
  const network = BY_NAME.get(name);
  if (network === undefined) throw new RangeError('unknown network name');
  return network;
}

export function networksOf(chain: Chain, environment: Environment): readonly Network[] {
  return NETWORKS.filter((network) => network.chain === chain && network.environment === environment);
}

/** The network meant when none is named: Solana has one per environment, EVM networks must be named. */
export function defaultNetwork(chain: Chain, environment: Environment): Network | undefined {
  if (chain !== 'solana') return undefined;
  return networkOf(environment === 'mainnet' ? 'solana-mainnet' : 'solana-devnet');
}
