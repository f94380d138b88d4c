/** Every network the product knows, in the order in which it names them. */
export const NETWORKS = [
  'ethereum-mainnet',
  'ethereum-sepolia',
  'polygon-mainnet',
  'polygon-amoy',
  'arbitrum-mainnet',
  'arbitrum-sepolia',
  'optimism-mainnet',
  'optimism-sepolia',
  'base-mainnet',
  'base-sepolia',
  'hyperevm-mainnet',
  'hyperevm-testnet',
  'solana-mainnet',
  'solana-devnet',
  'solana-testnet',
] as const;

const isTest = (network: string): boolean => !network.endsWith('-mainnet');

interface Scope {
  readonly chain: string;
  readonly environment: string;
}

/** The networks a wallet can use. */
export function networksOf({ chain, environment }: Scope): readonly string[] {
  return NETWORKS.filter(
    (network) => network.startsWith('solana-') === (chain === 'solana') && isTest(network) === (environment === 'testnet'),
  );
}
