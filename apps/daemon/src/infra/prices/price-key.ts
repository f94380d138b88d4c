import { nativeAssetKey, tokenAssetId, type PricedAsset } from '@waiaas/core';

const NATIVE = 'native';

export function isNative(asset: PricedAsset): boolean {
  return asset.asset === NATIVE;
}

/** `native:<network>` or the CAIP-19 id: the one name of an asset wherever prices are kept. */
export function priceKey({ network, asset }: PricedAsset): string {
  return asset === NATIVE ? nativeAssetKey(network) : tokenAssetId(network, asset);
}
