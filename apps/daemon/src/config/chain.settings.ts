import { NETWORKS, parseAmount, type Network, type NetworkName } from '@waiaas/core';
import { custom, integer, oneOf, type SettingDefinition } from './setting.js';

type EvmNetwork = Exclude<NetworkName, `solana-${string}`>;
export type SolanaNetwork = Extract<NetworkName, `solana-${string}`>;
/** A block tag, or how many blocks deep counts as final. */
export type EvmFinality = 'finalized' | number;

function parseFinality(input: unknown): EvmFinality | undefined {
  if (input === 'finalized') return input;
  const depth = typeof input === 'string' && /^[1-9][0-9]{0,4}$/.test(input) ? Number(input) : input;
  return typeof depth === 'number' && Number.isInteger(depth) && depth >= 1 && depth <= 10_000 ? depth : undefined;
}

const MILLI = 10n ** 15n;
const ETHER = 10n ** 18n;
const LAMPORTS = 10n ** 9n;

/** Generous beside what a transaction costs on a busy day; coins of test networks are worth nothing. */
const MAX_FEE: Readonly<Record<NetworkName, bigint>> = {
  'solana-mainnet': LAMPORTS / 50n,
  'solana-devnet': LAMPORTS / 5n,
  'solana-testnet': LAMPORTS / 5n,
  'ethereum-mainnet': 20n * MILLI,
  'ethereum-sepolia': ETHER,
  'polygon-mainnet': 10n * ETHER,
  'polygon-amoy': 10n * ETHER,
  'arbitrum-mainnet': 5n * MILLI,
  'arbitrum-sepolia': ETHER,
  'optimism-mainnet': 5n * MILLI,
  'optimism-sepolia': ETHER,
  'base-mainnet': 5n * MILLI,
  'base-sepolia': ETHER,
  'hyperevm-mainnet': ETHER,
  'hyperevm-testnet': 10n * ETHER,
};

function maxFee({ name, nativeSymbol }: Network): Record<string, SettingDefinition<unknown>> {
  return {
    [`chain.${name}.max_fee_native`]: custom<string>({
      default: MAX_FEE[name].toString(),
      runtime: true,
      shape: { type: 'decimal' },
      expects: 'base units of the coin, decimal digits',
      parse: (input) => (typeof input === 'string' ? parseAmount(input)?.toString() : undefined),
      description: `The most one transaction may cost on ${name} while ${nativeSymbol} has no price there.`,
    }),
  };
}

function evm(network: Network): Record<string, SettingDefinition<unknown>> {
  return {
    [`chain.${network.name}.confirmations`]: integer({
      default: network.name === 'ethereum-mainnet' ? 2 : 1,
      min: 1,
      max: 1000,
      runtime: true,
      description: `Blocks, the including one counted, after which a transaction on ${network.name} is confirmed.`,
    }),
    [`chain.${network.name}.finality`]: custom<EvmFinality>({
      default: 'finalized',
      shape: { type: 'text' },
      expects: 'finalized or a number of blocks from 1 to 10000',
      parse: parseFinality,
      runtime: true,
      description: `When a block of ${network.name} cannot be undone; 32 blocks where the node knows no tag.`,
    }),
  };
}

function solana(network: Network): Record<string, SettingDefinition<unknown>> {
  return {
    [`chain.${network.name}.max_priority_fee`]: integer({
      default: 1_000_000,
      min: 0,
      max: 1_000_000_000,
      runtime: true,
      description: `The most a unit of compute is offered on ${network.name}, micro-lamports; the going price is offered below it.`,
    }),
    [`chain.${network.name}.confirmations`]: oneOf({
      default: 'confirmed',
      values: ['confirmed', 'finalized'],
      runtime: true,
      description: `Commitment at which a transaction on ${network.name} is confirmed.`,
    }),
    [`chain.${network.name}.finality`]: oneOf({
      default: 'finalized',
      values: ['finalized'],
      runtime: true,
      description: `Commitment at which a block of ${network.name} cannot be undone.`,
    }),
  };
}

type PerNetwork = Record<`chain.${EvmNetwork}.confirmations`, SettingDefinition<number>> &
  Record<`chain.${EvmNetwork}.finality`, SettingDefinition<EvmFinality>> &
  Record<`chain.${SolanaNetwork}.confirmations`, SettingDefinition<'confirmed' | 'finalized'>> &
  Record<`chain.${SolanaNetwork}.finality`, SettingDefinition<'finalized'>> &
  Record<`chain.${SolanaNetwork}.max_priority_fee`, SettingDefinition<number>> &
  Record<`chain.${NetworkName}.max_fee_native`, SettingDefinition<string>>;

const perNetwork = Object.assign(
  {},
  ...NETWORKS.map((network) => ({ ...(network.chain === 'solana' ? solana(network) : evm(network)), ...maxFee(network) })),
) as PerNetwork;

export const chainSettings = {
  'chain.poll_ms': integer({
    default: 1000,
    min: 50,
    max: 60_000,
    runtime: true,
    description: 'Pause between two looks at a chain.',
  }),
  ...perNetwork,
};
