import type { ConnectInfoPolicy, ConnectInfoWallet } from '@waiaas/api-types';
import { networksOf, type Chain, type Environment, type OwnerState } from '@waiaas/core';

interface DescribedWallet {
  readonly id: string;
  readonly name: string;
  readonly chain: Chain;
  readonly environment: Environment;
  readonly address: string;
  readonly ownerState: OwnerState;
}

interface DescribedPolicy {
  readonly id: string;
  readonly type: string;
  readonly rules: unknown;
  readonly priority: number;
  readonly network: string | null;
}

export function toConnectWallet(wallet: DescribedWallet): ConnectInfoWallet {
  const { id, name, chain, environment, address, ownerState } = wallet;
  const availableNetworks = networksOf(chain, environment).map((network) => network.name);
  return { id, name, chain, environment, address, accountType: 'eoa', ownerState, availableNetworks };
}

export function toConnectPolicy({ id, type, rules, priority, network }: DescribedPolicy): ConnectInfoPolicy {
  return { id, type, rules: rules as Record<string, unknown>, priority, network };
}

/** EVM chain ids any of these wallets can be used on, each once. */
export function chainIdsOf(wallets: readonly DescribedWallet[]): readonly number[] {
  const ids = wallets.flatMap(({ chain, environment }) => networksOf(chain, environment).map(({ chainId }) => chainId));
  return [...new Set(ids)].filter((id) => id !== null);
}
