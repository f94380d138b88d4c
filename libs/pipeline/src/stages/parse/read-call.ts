import type { ContractCall, ContractDeploy, Network, SolanaAccountMeta, SolanaInstruction } from '@waiaas/core';
import { readAddress, readBase64, readDigits, readHex } from './read-values.js';
import { refusedMember } from './refusals.js';
import type { AccountInput, InstructionInput, SendInput, SolanaInstructionInput } from './send-input.js';

/** Where an instruction stands, and whose it is. */
export interface CallPlace {
  readonly network: Network;
  readonly from: string;
  readonly at: string;
}

export function readCall(place: CallPlace, body: InstructionInput): ContractCall {
  return place.network.chain === 'ethereum' ? readEvmCall(place, body) : readSolanaCall(place, body);
}

/** Without calldata a call has none: the bytes that are sent are what is judged. */
function readEvmCall({ at }: CallPlace, body: InstructionInput): ContractCall {
  return {
    type: 'CONTRACT_CALL',
    contractAddress: readAddress('ethereum', body.to ?? '', `${at}to`),
    amount: readDigits(body.value ?? '0', `${at}value`).toString(),
    calldata: readHex(body.calldata ?? '0x', `${at}calldata`),
  };
}

function readSolanaCall(place: CallPlace, body: InstructionInput): ContractCall {
  const { at } = place;
  if (readDigits(body.value ?? '0', `${at}value`) !== 0n)
    throw refusedMember(`${at}value`, 'notSupported', 'a Solana instruction carries no value');
  const tables = body.addressLookupTableAddresses ?? [];
  return {
    type: 'CONTRACT_CALL',
    contractAddress: readProgram(body, at),
    amount: '0',
    calldata: readBase64(body.instructionData ?? '', `${at}instructionData`),
    accounts: readAccounts(place, body.accounts ?? [], `${at}accounts`),
    ...surroundings(place, 'preInstructions', body.preInstructions),
    ...surroundings(place, 'postInstructions', body.postInstructions),
    ...(tables.length === 0
      ? {}
      : {
          addressLookupTableAddresses: tables.map((table, index) =>
            readAddress('solana', table, `${at}addressLookupTableAddresses.${String(index)}`),
          ),
        }),
  };
}

/** `to` and `programId` are two names for one thing. */
function readProgram({ to, programId }: InstructionInput, at: string): string {
  if (to === undefined && programId === undefined) throw refusedMember(`${at}programId`, 'required', 'is required');
  if (to !== undefined && programId !== undefined && to !== programId)
    throw refusedMember(`${at}programId`, 'contradicts', 'names another program than to');
  return readAddress('solana', programId ?? to ?? '', programId === undefined ? `${at}to` : `${at}programId`);
}

function surroundings(
  place: CallPlace,
  member: 'preInstructions' | 'postInstructions',
  given: readonly SolanaInstructionInput[] | undefined,
): Partial<ContractCall> {
  if (given === undefined || given.length === 0) return {};
  return { [member]: given.map((one, index) => readInstruction(place, one, `${place.at}${member}.${String(index)}`)) };
}

function readInstruction(place: CallPlace, one: SolanaInstructionInput, path: string): SolanaInstruction {
  return {
    programId: readAddress('solana', one.programId, `${path}.programId`),
    accounts: readAccounts(place, one.accounts ?? [], `${path}.accounts`),
    data: readBase64(one.data, `${path}.data`),
  };
}

function readAccounts({ from }: CallPlace, accounts: readonly AccountInput[], path: string): readonly SolanaAccountMeta[] {
  return accounts.map(({ pubkey, isSigner, isWritable }, index) => {
    const here = `${path}.${String(index)}`;
    const address = readAddress('solana', pubkey, `${here}.pubkey`);
    if (isSigner && address !== from) throw refusedMember(`${here}.isSigner`, 'foreignSigner', 'only the wallet itself can sign');
    return { pubkey: address, isSigner, isWritable };
  });
}

/** EIP-3860: no chain takes longer init code. */
const MAX_INIT_CODE_BYTES = 49_152;

/** Init code is the contract's own with the encoded arguments behind it. */
export function readDeploy(body: SendInput): ContractDeploy {
  const bytecode = readHex(body.bytecode ?? '', 'bytecode');
  if (bytecode === '0x') throw refusedMember('bytecode', 'isEmpty', 'must not be empty');
  const calldata = `${bytecode}${readHex(body.constructorArgs ?? '0x', 'constructorArgs').slice(2)}`;
  if (calldata.length > 2 + 2 * MAX_INIT_CODE_BYTES)
    throw refusedMember('bytecode', 'tooLong', `must be at most ${String(MAX_INIT_CODE_BYTES)} bytes with its arguments`);
  return { type: 'CONTRACT_DEPLOY', amount: readDigits(body.value ?? '0', 'value').toString(), calldata };
}
