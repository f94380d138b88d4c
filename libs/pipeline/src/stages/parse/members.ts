import type { Chain, FieldIssue } from '@waiaas/core';
import type { InstructionInput, SendInput } from './send-input.js';

export const SEND_TYPES = [
  'TRANSFER',
  'TOKEN_TRANSFER',
  'NFT_TRANSFER',
  'APPROVE',
  'CONTRACT_CALL',
  'CONTRACT_DEPLOY',
  'BATCH',
] as const;

export type SendType = (typeof SEND_TYPES)[number];

export function isSendType(text: string): text is SendType {
  return (SEND_TYPES as readonly string[]).includes(text);
}

type Member = Exclude<keyof SendInput, 'type' | 'network' | 'memo' | 'gasCondition'>;

/** Which members a type takes. Passing over one it has no use for would send less, or something else, than was asked for. */
interface Members {
  readonly required: readonly Member[];
  readonly optional?: readonly Member[];
}

const EVM_CALL: readonly Member[] = ['calldata'];
const SOLANA_CALL: readonly Member[] = [
  'programId',
  'instructionData',
  'accounts',
  'preInstructions',
  'postInstructions',
  'addressLookupTableAddresses',
];

const AMOUNTS: readonly Member[] = ['amount', 'humanAmount'];

function membersOf(type: SendType, chain: Chain): Members {
  switch (type) {
    case 'TRANSFER':
      return { required: ['to'], optional: AMOUNTS };
    case 'TOKEN_TRANSFER':
      return { required: ['to', 'token'], optional: AMOUNTS };
    case 'NFT_TRANSFER':
      return { required: ['to', 'token'], optional: ['amount'] };
    case 'APPROVE':
      return { required: ['spender', 'token'], optional: [...AMOUNTS, 'nft'] };
    case 'CONTRACT_CALL':
      return chain === 'ethereum'
        ? { required: ['to'], optional: ['value', 'abi', ...EVM_CALL] }
        : { required: [], optional: ['to', 'value', 'abi', ...SOLANA_CALL] };
    case 'CONTRACT_DEPLOY':
      return { required: ['bytecode'], optional: ['constructorArgs', 'value', 'abi'] };
    case 'BATCH':
      return { required: ['instructions'] };
  }
}

const WITH_AMOUNT: ReadonlySet<SendType> = new Set(['TRANSFER', 'TOKEN_TRANSFER', 'APPROVE']);

/** Exactly one amount where one is needed; an NFT is one unless an amount says otherwise. */
function amountIssues(type: SendType, body: InstructionInput, at: string): readonly FieldIssue[] {
  const { amount, humanAmount, nft } = body;
  const isBoth = amount !== undefined && humanAmount !== undefined;
  const isMissing = amount === undefined && humanAmount === undefined && WITH_AMOUNT.has(type) && nft === undefined;
  if (isBoth || isMissing)
    return [{ path: `${at}amount`, code: 'exactlyOne', message: 'exactly one of amount and humanAmount is required' }];
  if (nft === undefined || humanAmount === undefined) return [];
  return [{ path: `${at}humanAmount`, code: 'notAllowed', message: 'does not go with nft' }];
}

const COMMON: ReadonlySet<string> = new Set(['type', 'network', 'memo', 'gasCondition', 'walletId', 'allowDuplicate']);
/** Sent by existing clients and never a fact: dropped before the request is hashed. */
const DROPPED: ReadonlySet<string> = new Set(['actionProvider', 'actionName']);

export interface MemberCheck {
  readonly type: SendType;
  readonly chain: Chain;
  /** Path of the instruction with a dot behind it; empty for the send itself. */
  readonly at: string;
}

/** Names every member that is missing, and every one the type has no use for. */
export function memberIssues({ type, chain, at }: MemberCheck, body: InstructionInput): readonly FieldIssue[] {
  const { required, optional = [] } = membersOf(type, chain);
  const given = new Map(Object.entries(body).filter(([name, value]) => value !== undefined && !DROPPED.has(name)));
  const known: ReadonlySet<string> = new Set([...required, ...optional]);
  const isCommon = (name: string): boolean => (at === '' ? COMMON.has(name) : name === 'type');
  const missing = required
    .filter((name) => !given.has(name))
    .map((name) => ({ path: `${at}${name}`, code: 'required', message: 'is required' }));
  const foreign = [...given.keys()]
    .filter((name) => !known.has(name) && !isCommon(name))
    .map((name) => ({ path: `${at}${name}`, code: 'notAllowed', message: `is no member of ${type} on this chain` }));
  return [...missing, ...foreign, ...amountIssues(type, body, at)];
}
