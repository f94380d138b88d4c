import { DomainError, validationError, type Chain } from '@waiaas/core';
import { memberIssues, type SendType } from './members.js';
import type { ParsedApprove, ParsedBody, ParsedInstruction, ParsedNftTransfer } from './parsed-send.js';
import { readCall, readDeploy, type CallPlace } from './read-call.js';
import { readNft, readNftToken, readToken } from './read-token.js';
import { readAddress, readAmount, readDigits } from './read-values.js';
import { refusedMember } from './refusals.js';
import type { InstructionInput, SendInput } from './send-input.js';

/** What a send or one instruction of a batch asks for. Throws DomainError. */
export function readBody(type: SendType, place: CallPlace, body: SendInput): ParsedBody {
  const issues = memberIssues({ type, chain: place.network.chain, at: place.at }, body);
  if (issues.length > 0) throw validationError(issues);
  if (type === 'BATCH') return { type, instructions: readBatch(place, body.instructions ?? []) };
  if (type === 'CONTRACT_DEPLOY') return { type, deploy: readDeploy(body) };
  return readInstruction(type, place, body);
}

/** Types a chain has no form of. */
export function refuseOnChain(type: SendType, chain: Chain): void {
  if (type === 'BATCH' && chain === 'ethereum')
    throw new DomainError('BATCH_NOT_SUPPORTED', { hint: 'An account without code makes one call per transaction.' });
  if (type === 'CONTRACT_DEPLOY' && chain === 'solana')
    throw new DomainError('UNSUPPORTED_TX_TYPE', { hint: 'Programs are not deployed by a transaction of this kind.' });
}

type InstructionType = Exclude<SendType, 'BATCH' | 'CONTRACT_DEPLOY'>;

function readInstruction(type: InstructionType, place: CallPlace, body: InstructionInput): ParsedInstruction {
  const { network, at } = place;
  switch (type) {
    case 'TRANSFER':
      return { type, at, to: readAddress(network.chain, body.to ?? '', `${at}to`), amount: readAmount(body, at) };
    case 'TOKEN_TRANSFER':
      return {
        type,
        at,
        to: readAddress(network.chain, body.to ?? '', `${at}to`),
        amount: readAmount(body, at),
        token: readToken(network, body.token ?? {}, `${at}token`),
      };
    case 'NFT_TRANSFER':
      return readNftTransfer(place, body);
    case 'APPROVE':
      return readApprove(place, body);
    case 'CONTRACT_CALL':
      return { type, call: readCall(place, body) };
  }
}

/** One, unless an ERC-1155 token is moved in a larger number. */
function readNftTransfer({ network, at }: CallPlace, body: InstructionInput): ParsedNftTransfer {
  const token = readNftToken(network, body.token ?? {}, `${at}token`);
  const amount = readDigits(body.amount ?? '1', `${at}amount`);
  if (token.standard !== 'ERC-1155' && amount !== 1n) throw refusedMember(`${at}amount`, 'notOne', 'must be 1 for this standard');
  if (amount === 0n) throw refusedMember(`${at}amount`, 'isZero', 'must be at least 1');
  return { type: 'NFT_TRANSFER', at, to: readAddress(network.chain, body.to ?? '', `${at}to`), amount, token };
}

function readApprove({ network, at }: CallPlace, body: InstructionInput): ParsedApprove {
  const spender = readAddress(network.chain, body.spender ?? '', `${at}spender`);
  const token = readToken(network, body.token ?? {}, `${at}token`);
  if (body.nft === undefined) return { type: 'APPROVE', at, spender, token, amount: readAmount(body, at) };
  // Of an NFT everything is granted or nothing: these contracts know no amounts.
  const amount = readDigits(body.amount ?? '1', `${at}amount`);
  if (amount > 1n) throw refusedMember(`${at}amount`, 'notOne', 'must be 1, or 0 to revoke, with nft');
  return { type: 'APPROVE', at, spender, token, amount: { base: amount }, nft: readNft(network, body.nft, `${at}nft`) };
}

function readBatch({ network, from }: CallPlace, instructions: readonly InstructionInput[]): readonly ParsedInstruction[] {
  if (instructions.length < 2 || instructions.length > 20)
    throw refusedMember('instructions', 'length', 'must be 2 to 20 instructions');
  return instructions.map((one, index) => {
    const at = `instructions.${String(index)}.`;
    const type = typeOfInstruction(one, at);
    const issues = memberIssues({ type, chain: network.chain, at }, one);
    if (issues.length > 0) throw validationError(issues);
    return readInstruction(type, { network, from, at }, one);
  });
}

const BATCHABLE: readonly string[] = ['TRANSFER', 'TOKEN_TRANSFER', 'NFT_TRANSFER', 'APPROVE', 'CONTRACT_CALL'];

function isBatchable(type: string): type is InstructionType {
  return BATCHABLE.includes(type);
}

/** The type of an instruction that names none, by the members that only one has. */
function typeOfInstruction(one: InstructionInput, at: string): InstructionType {
  if (one.type !== undefined) {
    if (isBatchable(one.type)) return one.type;
    throw refusedMember(`${at}type`, 'isIn', `must be one of ${BATCHABLE.join(', ')}`);
  }
  const { spender, token, calldata, programId } = one;
  const fitting: InstructionType[] = [];
  if (spender !== undefined) fitting.push('APPROVE');
  else if (token !== undefined) fitting.push('TOKEN_TRANSFER');
  if (calldata !== undefined || programId !== undefined) fitting.push('CONTRACT_CALL');
  if (fitting.length > 1) throw refusedMember(`${at}type`, 'ambiguous', 'must be named: more than one fits');
  return fitting[0] ?? 'TRANSFER';
}
