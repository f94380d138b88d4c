import { chainOfAddress, parseAssetId, type Chain, type NetworkName } from '@waiaas/core';

/** An address that the rules of a policy name, and where in the body it stands. */
export interface NamedAddress {
  readonly path: string;
  readonly address: string;
  readonly chain: Chain;
  /** The one network the entry is about, where it says so. */
  readonly network: NetworkName | undefined;
}

type Entry = Readonly<Record<string, unknown>>;

/** The lists of a type, and the members of their entries that are addresses; an entry without members is the address. */
const LISTS: Readonly<Record<string, { readonly list: string; readonly members: readonly string[] }>> = {
  WHITELIST: { list: 'allowed_addresses', members: [] },
  ALLOWED_TOKENS: { list: 'tokens', members: ['address'] },
  CONTRACT_WHITELIST: { list: 'contracts', members: ['address'] },
  METHOD_WHITELIST: { list: 'methods', members: ['contractAddress'] },
  APPROVED_SPENDERS: { list: 'spenders', members: ['address', 'token'] },
  LENDING_ASSET_WHITELIST: { list: 'assets', members: ['address'] },
};

/** On Solana mints and delegates are accounts without code everywhere; only what is called, and recipients, can differ. */
const TOLD_APART_ON_SOLANA = new Set(['WHITELIST', 'CONTRACT_WHITELIST']);

/** Addresses in rules that have passed their schema. */
export function namedAddresses(type: string, rules: unknown): readonly NamedAddress[] {
  const lists = LISTS[type];
  if (lists === undefined) return [];
  const entries = (rules as Readonly<Record<string, readonly (string | Entry)[]>>)[lists.list] ?? [];
  return entries
    .flatMap((entry, index) => addressesOf(entry, `rules.${lists.list}.${String(index)}`, lists.members))
    .filter(({ chain }) => chain === 'ethereum' || TOLD_APART_ON_SOLANA.has(type));
}

function addressesOf(entry: string | Entry, path: string, members: readonly string[]): readonly NamedAddress[] {
  if (typeof entry === 'string') return named(path, entry, undefined);
  const { assetId } = entry;
  const network = typeof assetId === 'string' ? parseAssetId(assetId)?.network.name : undefined;
  return members.flatMap((member) => named(`${path}.${member}`, entry[member], network));
}

function named(path: string, value: unknown, network: NetworkName | undefined): readonly NamedAddress[] {
  const chain = typeof value === 'string' ? chainOfAddress(value) : undefined;
  return chain === undefined ? [] : [{ path, address: value as string, chain, network }];
}
