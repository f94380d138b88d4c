import type { Chain } from '@waiaas/core';
import { addressSet, comparable, NATIVE } from '../value/asset.js';
import type { EffectivePolicies } from '../effective/effective-policies.js';
import type { Constraints } from '../facts.js';
import type { PolicyRequest } from '../request.js';

/** Where a thief would send things: nobody's address, of the right form. */
const STRANGERS: Readonly<Record<Chain, string>> = {
  ethereum: '0x000000000000000000000000000000000000dEaD',
  solana: '8qbHbw2BbbTHBW1sbeqakYXVKRQM8Ne7pLK7m6CVfeR9',
};

/** Something no list of tokens names. */
export const UNLISTED_TOKENS: Readonly<Record<Chain, string>> = {
  ethereum: '0x00000000000000000000000000000000DeaDBeef',
  solana: '3h1zGmCwsRJnVk5BuRNMLsPaQu1y2aqXqXDWYCgrp5UG',
};

/** Data that no decoder reads: a method of no standard, an instruction of no known program. */
const UNREADABLE: Readonly<Record<Chain, string>> = { ethereum: '0xfeedface', solana: '/u36zg==' };

const MOST_CONTRACTS = 200;

export interface ProbedPlace {
  readonly chain: Chain;
  readonly network: string;
}

interface Lists {
  readonly recipient: string | undefined;
  readonly spender: string | undefined;
  readonly contracts: readonly string[];
  readonly methods: readonly { readonly contractAddress: string; readonly selector: string }[];
  /** So many that not each was tried: what is left untried counts as open. */
  readonly isCut: boolean;
}

interface AddressRules {
  readonly allowed_addresses?: readonly string[];
  readonly spenders?: readonly { readonly address: string }[];
  readonly contracts?: readonly { readonly address: string }[];
  readonly methods?: readonly { readonly contractAddress: string; readonly selectors: readonly string[] }[];
}

function rulesOf(policies: EffectivePolicies, type: string): AddressRules | undefined {
  return policies.inForceOf(type)[0]?.row.rules as AddressRules | undefined;
}

/** Addresses that lists of the policy and of the session both name; a stranger where neither has a list. */
function named(chain: Chain, listed: readonly string[] | undefined, own: readonly string[] | undefined): readonly string[] {
  const isOfChain = (address: string): boolean => address.startsWith('0x') === (chain === 'ethereum');
  if (listed === undefined) return own?.filter(isOfChain) ?? [STRANGERS[chain]];
  const owned = own === undefined ? undefined : addressSet(own);
  return listed.filter((address) => isOfChain(address) && (owned === undefined || owned.has(comparable(address))));
}

export function listsFor(policies: EffectivePolicies, constraints: Constraints, chain: Chain): Lists {
  const own = constraints.recipients;
  const contracts = named(
    chain,
    rulesOf(policies, 'CONTRACT_WHITELIST')?.contracts?.map(({ address }) => address),
    own,
  );
  return {
    recipient: named(chain, rulesOf(policies, 'WHITELIST')?.allowed_addresses, own)[0],
    spender: named(
      chain,
      rulesOf(policies, 'APPROVED_SPENDERS')?.spenders?.map(({ address }) => address),
      own,
    )[0],
    contracts: contracts.slice(0, MOST_CONTRACTS),
    methods: (chain === 'ethereum' ? (rulesOf(policies, 'METHOD_WHITELIST')?.methods ?? []) : [])
      .slice(0, MOST_CONTRACTS)
      .flatMap(({ contractAddress, selectors }) => selectors.slice(0, 1).map((selector) => ({ contractAddress, selector }))),
    isCut: contracts.length > MOST_CONTRACTS,
  };
}

/** The least a request can ask of an asset, in every way in which it can be asked. */
export function movesOf(place: ProbedPlace, asset: string, lists: Lists): readonly PolicyRequest[] {
  const { recipient: to, spender } = lists;
  if (asset === NATIVE) {
    return [...(to === undefined ? [] : [{ ...place, type: 'TRANSFER' as const, to, amount: 1n }]), ...payingCalls(place, lists)];
  }
  const token = { address: asset };
  return [
    ...(to === undefined ? [] : [{ ...place, type: 'TOKEN_TRANSFER' as const, to, token, amount: 1n }]),
    ...(spender === undefined ? [] : [{ ...place, type: 'APPROVE' as const, spender, token, amount: 1n }]),
  ];
}

/** The coin that goes along with a method a list allows: whoever is called gets it, listed as a recipient or not. */
function payingCalls(place: ProbedPlace, { methods }: Lists): readonly PolicyRequest[] {
  return methods.map(({ contractAddress, selector }) => ({
    ...place,
    type: 'CONTRACT_CALL',
    contractAddress,
    calldata: selector,
    amount: 1n,
  }));
}

/** Tokens the wallet may be given that no list names. */
export function unlistedMoves(place: ProbedPlace, lists: Lists): readonly PolicyRequest[] {
  return movesOf(place, UNLISTED_TOKENS[place.chain], lists);
}

export function unreadableCalls(place: ProbedPlace, { contracts }: Lists): readonly PolicyRequest[] {
  const calldata = UNREADABLE[place.chain];
  return contracts.map((contractAddress) => ({ ...place, type: 'CONTRACT_CALL', contractAddress, calldata, amount: 0n }));
}

export function messagesOf(place: ProbedPlace): readonly PolicyRequest[] {
  const typedData = {
    domain: { name: 'Anything', chainId: 1 },
    types: { Anything: [{ name: 'text', type: 'string' }] },
    primaryType: 'Anything',
    message: { text: 'anything' },
  };
  return [
    { ...place, type: 'SIGN_MESSAGE', message: 'anything' },
    ...(place.chain === 'ethereum' ? [{ ...place, type: 'SIGN_TYPED_DATA' as const, typedData }] : []),
  ];
}
