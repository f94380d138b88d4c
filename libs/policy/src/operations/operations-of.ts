import { hexToBytes } from '@noble/hashes/utils';
import type { Facts } from '../facts.js';
import type { PolicyRequest } from '../request.js';
import { partsOf } from '../effective/request-parts.js';
import { isUnlimitedAmount, natureOf, type TokenNature } from './effects.js';
import { callFinding, CallScope } from './evm/call-findings.js';
import { draft, flatten, type Draft, type Finding, type Operation, type Site } from './operation.js';
import { instructionFinding } from './solana/instruction-finding.js';
import { typedDataFinding } from './typed-data/typed-data-finding.js';

const SELECTOR_TEXT = '0x00000000'.length;

const HEX = /^0x(?:[0-9a-fA-F]{2})*$/;

/** Width of the largest amount of a token: one word on EVM, 64 bits on Solana. */
function amountBits({ chain }: Site): number {
  return chain === 'ethereum' ? 256 : 64;
}

/** An allowance as it was asked for. */
function approval(scope: CallScope, part: PolicyRequest): Draft {
  const { facts, site } = scope;
  const { token, spender, amount, tokenId, operator } = part;
  const base = { kind: 'APPROVE' as const, token: token?.address, spender, tokenId };
  if (token === undefined || amount === undefined) return draft(site, base);
  const nature = natureOf(facts, site, token.address);
  if (operator !== undefined) return draft(site, { ...base, ...operatorTerms(operator, nature) });
  // An NFT has no value anybody could tell, and zero is an id as any other.
  if (nature.isNft || tokenId !== undefined) return draft(site, base);
  const decimals = nature.decimals ?? token.decimals;
  return draft(site, {
    ...base,
    amount,
    isUnlimited: isUnlimitedAmount(amount, amountBits(site)),
    isRevocation: amount === 0n && isRevocable(decimals, nature),
  });
}

function isRevocable(decimals: number | undefined, { isUnfamiliar }: TokenNature): boolean {
  return decimals !== undefined && !isUnfamiliar;
}

/** All of a collection, or none of it any more: what its contract knows instead of amounts. */
function operatorTerms(operator: 'granted' | 'revoked', { isUnfamiliar }: TokenNature): Partial<Draft> {
  return operator === 'granted' ? { isUnlimited: true } : { amount: 0n, isRevocation: !isUnfamiliar };
}

/** A call without data is still a call for the lists, and pays the contract as a transfer does; what it pays counts once. */
function emptyCall({ site }: CallScope, { contractAddress: contract, amount }: PolicyRequest): Finding {
  const payment = draft(site, { kind: 'TRANSFER', to: contract, amount: amount ?? 0n });
  return { draft: draft(site, { kind: 'CONTRACT_CALL', contract }), inner: [{ draft: payment, inner: [] }] };
}

/** The first four bytes of hex, as they are written. */
function selectorIn(calldata: string): string | undefined {
  return calldata.length < SELECTOR_TEXT ? undefined : calldata.slice(0, SELECTOR_TEXT);
}

function call(scope: CallScope, part: PolicyRequest): Finding {
  if (scope.site.chain === 'solana') return instructionFinding(scope, part);
  const { contractAddress: contract, amount: value, calldata, method } = part;
  if (calldata === '0x') return emptyCall(scope, part);
  const data = calldata !== undefined && HEX.test(calldata) ? hexToBytes(calldata.slice(2)) : undefined;
  return callFinding(scope, { contract, value, data, written: calldata === undefined ? method : selectorIn(calldata) });
}

function plain({ site }: CallScope, part: PolicyRequest): Finding {
  const kind = part.type === 'BATCH' ? 'CONTRACT_CALL' : part.type;
  const { to, spender, amount, contractAddress: contract, token, tokenId } = part;
  // Instructions within an instruction are not known: what cannot be looked into asks a human.
  const nested = part.type === 'BATCH' ? ({ isOpaque: true, demands: 'APPROVAL' } as const) : {};
  const one = draft(site, {
    kind,
    to,
    contract,
    spender,
    amount,
    token: token?.address,
    tokenId,
    ...nested,
  });
  return { draft: one, inner: [] };
}

function findingOf(scope: CallScope, facts: Facts, part: PolicyRequest): Finding {
  if (part.type === 'APPROVE') return { draft: approval(scope, part), inner: [] };
  if (part.type === 'CONTRACT_CALL') return call(scope, part);
  if (part.type === 'SIGN_TYPED_DATA') return typedDataFinding(scope, facts, part.typedData);
  return plain(scope, part);
}

/**
 * Everything a request does, depth first: itself or each of its instructions, each followed by what its calldata or typed data contains.
 *
 * Total: what cannot be read is an operation that says so.
 */
export function operationsOf(request: PolicyRequest, facts: Facts): readonly Operation[] {
  const scope = new CallScope(facts, { chain: request.chain, network: request.network });
  return partsOf(request).flatMap(({ part, path }) => flatten(findingOf(scope, facts, part), path));
}
