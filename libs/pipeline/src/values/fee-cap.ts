import type { NetworkName } from '@waiaas/core';

const MILLI = 10n ** 15n;
const ETHER = 10n ** 18n;

const CAPS: Readonly<Record<NetworkName, bigint>> = {
  'solana-mainnet': 20_000_000n,
  'solana-devnet': 20_000_000n,
  'solana-testnet': 20_000_000n,
  'ethereum-mainnet': 20n * MILLI,
  'ethereum-sepolia': 100n * MILLI,
  'polygon-mainnet': 10n * ETHER,
  'polygon-amoy': 10n * ETHER,
  'arbitrum-mainnet': 5n * MILLI,
  'arbitrum-sepolia': 50n * MILLI,
  'optimism-mainnet': 5n * MILLI,
  'optimism-sepolia': 50n * MILLI,
  'base-mainnet': 5n * MILLI,
  'base-sepolia': 50n * MILLI,
  'hyperevm-mainnet': ETHER,
  'hyperevm-testnet': ETHER,
};

/** The most one transaction may cost in fees, in native base units. Above it a request is denied, whatever its policies say. */
export function feeCapOf(network: NetworkName): bigint {
  return CAPS[network];
}
