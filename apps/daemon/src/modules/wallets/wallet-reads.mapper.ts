import type { NetworkAssets, NetworkBalance, WalletAsset, WalletBalanceResponse } from '@waiaas/api-types';
import { formatAmount, nativeAssetKey, type Network, tokenAssetId } from '@waiaas/core';
import { displayUsd } from './display-value.js';
import type { Holding } from './holdings.service.js';
import type { PerNetwork, ValuedHolding } from './wallet-reads.service.js';
import type { StoredWallet } from './wallets.repository.js';

const USD = 'USD';

export function toBalance(
  wallet: StoredWallet,
  network: Network,
  valued: ValuedHolding,
  currency: string,
): WalletBalanceResponse {
  const { balance, decimals, symbol } = valued.holding;
  return {
    walletId: wallet.id,
    chain: wallet.chain,
    network: network.name,
    address: wallet.address,
    balance: balance.toString(),
    decimals,
    symbol,
    balanceFormatted: formatAmount(balance, decimals),
    displayBalance: displayValue(valued, currency),
    displayCurrency: currency,
    chainId: network.caip2,
    assetId: nativeAssetKey(network),
  };
}

export function toNetworkBalance(answer: PerNetwork<Holding>): NetworkBalance {
  if ('error' in answer) return { network: answer.network.name, chainId: answer.network.caip2, error: answer.error };
  const { balance, decimals, symbol } = answer.value;
  return { network: answer.network.name, balance: balance.toString(), decimals, symbol, chainId: answer.network.caip2 };
}

export function toAsset(network: Network, valued: ValuedHolding, currency: string): WalletAsset {
  const { asset, symbol, name, balance, decimals } = valued.holding;
  const isNative = asset === 'native';
  const usd = displayValue(valued, USD);
  const shown = displayValue(valued, currency);
  return {
    mint: asset,
    symbol,
    name,
    balance: balance.toString(),
    decimals,
    isNative,
    ...(usd === null ? {} : { usdValue: Number(usd) }),
    ...(shown === null ? {} : { displayValue: shown }),
    balanceFormatted: formatAmount(balance, decimals),
    assetId: isNative ? nativeAssetKey(network) : tokenAssetId(network, asset),
    chainId: network.caip2,
  };
}

export function toNetworkAssets(answer: PerNetwork<readonly ValuedHolding[]>, currency: string): NetworkAssets {
  const { name, caip2 } = answer.network;
  if ('error' in answer) return { network: name, chainId: caip2, error: answer.error };
  return { network: name, chainId: caip2, assets: answer.value.map((valued) => toAsset(answer.network, valued, currency)) };
}

/** No exchange rates are known, so another currency than the dollar has no figure. */
function displayValue({ holding, quote }: ValuedHolding, currency: string): string | null {
  return currency === USD ? displayUsd(holding.balance, holding.decimals, quote) : null;
}
