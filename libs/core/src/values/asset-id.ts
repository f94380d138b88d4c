import { canonicalAddress } from './address.js';
import { findNetwork, NETWORKS, type Network } from './network.js';

/** The asset key of a network's own coin, wherever assets are compared: `native:<network>`. */
export function nativeAssetKey(network: Network): string {
  return `native:${network.name}`;
}

/** CAIP-19 id of a token: `<caip2>/erc20:<address>` or `<caip2>/token:<mint>`. The address must be canonical. */
export function tokenAssetId(network: Network, address: string): string {
  return `${network.caip2}/${network.chain === 'ethereum' ? 'erc20' : 'token'}:${address}`;
}

export interface ParsedAssetId {
  readonly network: Network;
  readonly address: string;
}

/** Network and canonical token address of a CAIP-19 token id; undefined for what is none or names an unknown network. */
export function parseAssetId(input: string): ParsedAssetId | undefined {
  const slash = input.indexOf('/');
  const colon = input.indexOf(':', slash);
  if (slash < 0 || colon < 0) return undefined;
  const network = NETWORKS.find((candidate) => candidate.caip2 === input.slice(0, slash));
  if (network === undefined) return undefined;
  const namespace = input.slice(slash + 1, colon);
  if (namespace !== (network.chain === 'ethereum' ? 'erc20' : 'token')) return undefined;
  const address = canonicalAddress(network.chain, input.slice(colon + 1));
  return address === undefined ? undefined : { network, address };
}

/** The network of a `native:<network>` key; undefined for any other key. */
export function networkOfNativeKey(key: string): Network | undefined {
  return key.startsWith('native:') ? findNetwork(key.slice('native:'.length)) : undefined;
}
