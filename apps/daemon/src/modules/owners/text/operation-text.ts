import { formatAmount } from '@waiaas/core';
import type { ApprovalFacts, ApprovalOperation } from '../approval-subject.port.js';

const MICROS = 6;
const END = 6;

/** Symbols come from the registry alone; a token may call itself anything. Without one, the ends of its address stand in. */
export function symbolOf(operation: ApprovalOperation): string {
  if (operation.symbol !== null) return operation.symbol;
  if (operation.asset === null) return 'NONE';
  const address = operation.asset.slice(operation.asset.lastIndexOf(':') + 1);
  return `UNVERIFIED-${address.slice(0, END + 2)}..${address.slice(-END)}`;
}

/** Micro-dollars with at least two decimals and never rounded: what is signed is what was judged. */
export function usdText(usdMicros: string): string {
  const [whole = '0', fraction = ''] = formatAmount(BigInt(usdMicros), MICROS).split('.');
  return `${whole}.${fraction.padEnd(2, '0')}`;
}

/** A plain transfer states recipient and amount in fields of their own; everything else is a list of operations. */
export function plainTransfer(facts: ApprovalFacts): ApprovalOperation | undefined {
  const [only] = facts.operations;
  if (only === undefined || facts.operations.length !== 1) return undefined;
  return only.kind === 'TRANSFER' || only.kind === 'TOKEN_TRANSFER' ? only : undefined;
}

function humanAmount(operation: ApprovalOperation): string {
  const { tokenId } = operation;
  if (tokenId !== undefined) return `NFT ${tokenId} of ${symbolOf(operation)}`;
  if (operation.isUnlimited === true) return `an UNLIMITED amount of ${symbolOf(operation)}`;
  if (operation.amount === null) return `an unknown amount of ${symbolOf(operation)}`;
  if (operation.decimals === null) return `${operation.amount} base units of ${symbolOf(operation)}`;
  return `${formatAmount(BigInt(operation.amount), operation.decimals)} ${symbolOf(operation)}`;
}

/** What one operation does, without where and from. */
function effectOf(operation: ApprovalOperation, value: string): string {
  const target = operation.target ?? 'nobody';
  switch (operation.kind) {
    case 'TRANSFER':
    case 'TOKEN_TRANSFER':
    case 'NFT_TRANSFER':
      return `sending ${humanAmount(operation)} ${value} to ${target}`;
    case 'APPROVE':
      return `allowing ${target} to spend ${humanAmount(operation)} ${value}`;
    case 'CONTRACT_CALL':
      return `calling ${target}${operation.selector === undefined ? '' : ` method ${operation.selector}`} with ${humanAmount(operation)} ${value}`;
    case 'CONTRACT_DEPLOY':
      return `deploying a contract with ${humanAmount(operation)} ${value}`;
    default:
      return `${operation.kind} on ${target} with ${humanAmount(operation)} ${value}`;
  }
}

function valueText(facts: ApprovalFacts): string {
  return facts.usdMicros === null ? '(USD value unknown)' : `(about ${usdText(facts.usdMicros)} USD)`;
}

/** The effect of a request in words: `sending 250 USDC (about 250.00 USD) on base-mainnet to 0x…`. */
export function requestEffect(facts: ApprovalFacts): string {
  const [first, ...rest] = facts.operations;
  const value = `${valueText(facts)} on ${facts.network}`;
  if (first === undefined) return `a ${facts.type} without operations ${value}`;
  if (facts.type === 'BATCH') return `a BATCH of ${facts.operations.length} operations ${value}`;
  const more = rest.length === 0 ? '' : ` with ${rest.length} more operations inside`;
  return `${effectOf(first, value)}${more}`;
}

export interface AssetOfOperations {
  readonly asset: string;
  /** Numbers of the operations that move it, from 1. */
  readonly operations: readonly number[];
}

/** Each asset once, in order of appearance: whole ids for every operation would not leave room for twenty of them. */
export function assetsOf(operations: readonly ApprovalOperation[]): readonly AssetOfOperations[] {
  const byAsset = new Map<string, number[]>();
  for (const [index, { asset }] of operations.entries()) {
    if (asset !== null) byAsset.set(asset, [...(byAsset.get(asset) ?? []), index + 1]);
  }
  return [...byAsset].map(([asset, numbers]) => ({ asset, operations: numbers }));
}

/** An id is no amount, and no limit is no number. */
function amountPart({ amount, tokenId, isUnlimited }: ApprovalOperation): string {
  if (tokenId !== undefined) return `nft-${tokenId}`;
  return isUnlimited === true ? 'unlimited' : (amount ?? 'unknown');
}

/** Kind, target, amount and symbol of one operation. A called method stands with the kind. */
export function operationParts(operation: ApprovalOperation): readonly string[] {
  const kind = operation.selector === undefined ? operation.kind : `${operation.kind}/${operation.selector}`;
  return [kind, operation.target ?? 'none', amountPart(operation), symbolOf(operation)];
}
