import { base64 } from '@scure/base';
import type { Chain } from '@waiaas/core';
import { inside, refuse, type Place } from '../schema/schema.js';
import { writtenAddress } from './readers.js';
import type { InstructionBody } from './request-body.schema.js';

const HEX = /^0x(?:[0-9a-fA-F]{2})*$/;

function isBase64(text: string): boolean {
  try {
    base64.decode(text);
    return true;
  } catch {
    return false;
  }
}

/** Data of a call: hex on EVM, base64 on Solana; undefined where it is not given. */
export function readCalldata(chain: Chain, body: InstructionBody, place: Place): string | undefined {
  const member = body.calldata === undefined ? 'instructionData' : 'calldata';
  const data = body.calldata ?? body.instructionData;
  if (body.calldata !== undefined && body.instructionData !== undefined && body.calldata !== body.instructionData) {
    return refuse(inside(place, 'instructionData'), 'conflict', 'contradicts calldata');
  }
  if (data === undefined) return undefined;
  if (chain === 'ethereum')
    return HEX.test(data) ? data : refuse(inside(place, member), 'hex', 'must be 0x and whole bytes in hex');
  return isBase64(data) ? data : refuse(inside(place, member), 'base64', 'must be base64');
}

/** The called contract, or the Solana program. A send body may call it `to`. */
export function readContract(chain: Chain, body: InstructionBody, place: Place): string | undefined {
  const member = (['contractAddress', 'programId', 'to'] as const).find((one) => body[one] !== undefined);
  if (member === undefined) return refuse(inside(place, 'contractAddress'), 'required', 'is missing');
  if (body.contractAddress !== undefined && body.programId !== undefined && body.contractAddress !== body.programId) {
    return refuse(inside(place, 'programId'), 'conflict', 'contradicts contractAddress');
  }
  return writtenAddress(chain, body[member] ?? '', inside(place, member));
}

/** Accounts of a Solana call, in order. */
export function readAccounts(chain: Chain, body: InstructionBody, place: Place): readonly string[] | undefined {
  if (body.accounts === undefined) return undefined;
  const here = inside(place, 'accounts');
  if (chain !== 'solana') return refuse(here, 'forbidden', 'belongs to Solana calls');
  return body.accounts.flatMap((account, index) => writtenAddress('solana', account, inside(here, index)) ?? []);
}
