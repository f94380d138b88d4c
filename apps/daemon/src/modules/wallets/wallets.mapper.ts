import type { CreateWalletResponse, WalletCeiling, WalletDetail, WalletItem, WalletNetworksResponse } from '@waiaas/api-types';
import { type KeyCeiling, networksOf } from '@waiaas/core';
import type { CreatedWallet } from './wallet-birth.service.js';
import type { StoredWallet } from './wallets.repository.js';

const LABEL = {
  solana: { mainnet: 'solana-mainnet', testnet: 'solana-devnet' },
  ethereum: { mainnet: 'ethereum-mainnet', testnet: 'ethereum-sepolia' },
} as const;

/** The network of a wallet as a label; on EVM it stands for all of them. */
export function networkLabel({ chain, environment }: StoredWallet): string {
  return LABEL[chain][environment];
}

export function toWalletItem(wallet: StoredWallet): WalletItem {
  return {
    id: wallet.id,
    name: wallet.name,
    chain: wallet.chain,
    network: networkLabel(wallet),
    environment: wallet.environment,
    publicKey: wallet.address,
    address: wallet.address,
    status: wallet.status,
    ownerAddress: wallet.ownerAddress,
    ownerState: wallet.ownerState,
    monitorIncoming: wallet.monitorIncoming,
    accountType: 'eoa',
    signerKey: null,
    deployed: true,
    provider: null,
    createdAt: wallet.createdAt,
  };
}

export function toKeyCeiling({ chainIds, kinds, ...ceiling }: KeyCeiling): WalletCeiling {
  return { ...ceiling, chainIds: chainIds === null ? null : [...chainIds], kinds: kinds === null ? null : [...kinds] };
}

export function toWalletDetail(wallet: StoredWallet, ceiling: KeyCeiling | null): WalletDetail {
  return {
    ...toWalletItem(wallet),
    ownerVerified: wallet.ownerState === 'LOCKED',
    approvalMethod: wallet.approvalMethod,
    walletType: wallet.walletType,
    factoryAddress: null,
    factorySupportedNetworks: null,
    factoryVerifiedOnNetwork: null,
    suspendedAt: wallet.suspendedAt,
    suspensionReason: wallet.suspensionReason,
    ownerRemovalAt: wallet.ownerRemovalAt,
    policyPreset: wallet.policyPreset,
    ceiling: ceiling === null ? null : toKeyCeiling(ceiling),
    updatedAt: wallet.updatedAt,
  };
}

export function toCreatedWallet({ wallet, policies, session }: CreatedWallet): CreateWalletResponse {
  return {
    ...toWalletItem(wallet),
    session:
      session === null ? null : { id: session.session.id, token: session.token, expiresAt: session.session.expiresAt ?? 0 },
    policyPreset: wallet.policyPreset,
    policies: policies.map(({ slot: _slot, deletedAt: _deletedAt, rules, ...policy }) => ({
      ...policy,
      rules: rules as Record<string, unknown>,
    })),
  };
}

export function toWalletNetworks(wallet: StoredWallet): WalletNetworksResponse {
  const networks = networksOf(wallet.chain, wallet.environment).map(({ name }) => ({ network: name }));
  return { id: wallet.id, chain: wallet.chain, environment: wallet.environment, availableNetworks: networks, networks };
}
