import type { Chain } from './signing-wallets';

interface Wallets {
  readonly chain: Chain;
  readonly environment: 'mainnet' | 'testnet';
}

const EVM = ['ethereum', 'polygon', 'arbitrum', 'optimism', 'base', 'hyperevm'] as const;
const EVM_TESTNETS = [
  'ethereum-sepolia',
  'polygon-amoy',
  'arbitrum-sepolia',
  'optimism-sepolia',
  'base-sepolia',
  'hyperevm-testnet',
] as const;

/** The networks that a wallet can use, the usual one first. */
export function networksOf({ chain, environment }: Wallets): readonly string[] {
  if (chain === 'solana') return environment === 'mainnet' ? ['solana-mainnet'] : ['solana-devnet', 'solana-testnet'];
  return environment === 'mainnet' ? EVM.map((name) => `${name}-mainnet`) : EVM_TESTNETS;
}
