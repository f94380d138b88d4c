import { canonicalAddress, parseAmount, parseAssetId, type Network, type NftStandard } from '@waiaas/core';
import type { NamedNft, NamedToken } from './parsed-send.js';
import { notAnAddress, refusedMember } from './refusals.js';
import type { TokenInput } from './send-input.js';

/** The token meant, by address or CAIP-19 id; both must agree. Throws DomainError. */
export function readToken(network: Network, token: TokenInput, path: string): NamedToken {
  const given = token.address === undefined ? undefined : canonicalAddress(network.chain, token.address);
  if (token.address !== undefined && given === undefined) throw notAnAddress(`${path}.address`);
  const named = token.assetId === undefined ? undefined : namedByAssetId(network, token.assetId, { given, path });
  const address = given ?? named;
  if (address === undefined) throw refusedMember(path, 'required', 'needs address or assetId');
  refuseNftMembers(token, path);
  return { address, ...(token.decimals === undefined ? {} : { statedDecimals: token.decimals }) };
}

interface AssetIdPlace {
  readonly given: string | undefined;
  readonly path: string;
}

/** The address inside a CAIP-19 id, which may name neither another network nor another token than the rest of the request. */
function namedByAssetId(network: Network, assetId: string, { given, path }: AssetIdPlace): string {
  const here = `${path}.assetId`;
  const named = parseAssetId(assetId);
  if (named === undefined) throw refusedMember(here, 'isAssetId', 'must be a CAIP-19 token id of a known network');
  if (named.network.name !== network.name) throw refusedMember(here, 'contradicts', 'names another network than the request');
  if (given !== undefined && named.address !== given)
    throw refusedMember(here, 'contradicts', 'names another token than token.address');
  return named.address;
}

function refuseNftMembers({ tokenId, standard }: TokenInput, path: string): void {
  const foreign = tokenId === undefined ? (standard === undefined ? undefined : 'standard') : 'tokenId';
  if (foreign !== undefined) throw refusedMember(`${path}.${foreign}`, 'notAllowed', 'belongs to NFTs');
}

const STANDARDS: readonly string[] = ['ERC-721', 'ERC-1155', 'SPL'];

function isNftStandard(text: string | undefined): text is NftStandard {
  return text !== undefined && STANDARDS.includes(text);
}

export interface NftMembers {
  readonly tokenId?: string | undefined;
  readonly standard?: string | undefined;
}

/** Which NFT of a collection, and of what kind. On Solana the mint is the NFT, whatever id is written. */
export function readNft(
  network: Network,
  nft: NftMembers,
  path: string,
): { readonly tokenId: string; readonly standard: NftStandard } {
  const { standard } = nft;
  if (!isNftStandard(standard)) throw refusedMember(`${path}.standard`, 'isIn', `must be one of ${STANDARDS.join(', ')}`);
  if ((standard === 'SPL') !== (network.chain === 'solana'))
    throw refusedMember(`${path}.standard`, 'contradicts', 'is no standard of this chain');
  if (standard === 'SPL') return { tokenId: '0', standard };
  const tokenId = nft.tokenId === undefined ? undefined : parseAmount(nft.tokenId);
  if (tokenId === undefined) throw refusedMember(`${path}.tokenId`, 'isAmount', 'must be decimal digits up to 2^256-1');
  return { tokenId: tokenId.toString(), standard };
}

/** The NFT a transfer moves. */
export function readNftToken(network: Network, token: TokenInput, path: string): NamedNft {
  const { tokenId, standard, assetId, ...rest } = token;
  if (assetId !== undefined) throw refusedMember(`${path}.assetId`, 'notAllowed', 'names fungible tokens only');
  return { ...readToken(network, rest, path), ...readNft(network, { tokenId, standard }, path) };
}
