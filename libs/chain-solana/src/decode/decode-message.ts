import { MessageV0, VersionedMessage, type AddressLookupTableAccount } from '@solana/web3.js';
import type { RawInstruction } from './decoded-instruction.js';

export interface DecodedMessage {
  readonly payer: string;
  readonly requiredSignatures: number;
  readonly blockhash: string;
  readonly instructions: readonly RawInstruction[];
}

/**
 * Reads version-0 message bytes with their lookup tables resolved; undefined for anything else, other spellings of the same message
 * among it: web3.js reads a length that ends early or is longer than needed, and a node would refuse or hash other bytes.
 */
export function decodeMessage(bytes: Uint8Array, tables: AddressLookupTableAccount[]): DecodedMessage | undefined {
  const message = VersionedMessage.deserialize(bytes);
  if (!(message instanceof MessageV0) || !Buffer.from(message.serialize()).equals(bytes)) return undefined;
  const keys = message.getAccountKeys({ addressLookupTableAccounts: tables });
  const addressAt = (index: number): string => keys.get(index)?.toBase58() ?? '';
  return {
    payer: addressAt(0),
    requiredSignatures: message.header.numRequiredSignatures,
    blockhash: message.recentBlockhash,
    instructions: message.compiledInstructions.map(({ programIdIndex, accountKeyIndexes, data }) => ({
      program: addressAt(programIdIndex),
      accounts: accountKeyIndexes.map(addressAt),
      data: Buffer.from(data),
    })),
  };
}
