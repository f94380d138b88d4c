import type { NetworkName } from '@waiaas/core';

/**
 * Endpoints that anybody may ask without a key. Used only where `rpc.public_defaults` is on and the network has
 * no endpoint of its own: whoever answers learns every address that is asked about.
 */
export const PUBLIC_ENDPOINTS: Readonly<Record<NetworkName, string>> = {
  'solana-mainnet': 'https://api.mainnet-beta.solana.com',
  'solana-devnet': 'https://api.devnet.solana.com',
  'solana-testnet': 'https://api.testnet.solana.com',
  'ethereum-mainnet': 'https://ethereum-rpc.publicnode.com',
  'ethereum-sepolia': 'https://ethereum-sepolia-rpc.publicnode.com',
  'polygon-mainnet': 'https://polygon.drpc.org',
  'polygon-amoy': 'https://polygon-amoy.drpc.org',
  'arbitrum-mainnet': 'https://arb1.arbitrum.io/rpc',
  'arbitrum-sepolia': 'https://sepolia-rollup.arbitrum.io/rpc',
  'optimism-mainnet': 'https://mainnet.optimism.io',
  'optimism-sepolia': 'https://sepolia.optimism.io',
  'base-mainnet': 'https://mainnet.base.org',
  'base-sepolia': 'https://sepolia.base.org',
  'hyperevm-mainnet': 'https://rpc.hyperliquid.xyz/evm',
  'hyperevm-testnet': 'https://rpc.hyperliquid-testnet.xyz/evm',
};
