import { VersionedMessage, type MessageCompiledInstruction } from '@solana/web3.js';
import { DomainError } from '@waiaas/core';
import { unreadable } from './refusal.js';

export interface TableLookup {
  readonly table: string;
  readonly writable: readonly number[];
  readonly readonly: readonly number[];
}

/** A message with its accounts still as indices: first the static ones, then what the tables hold. */
export interface RawMessage {
  readonly signers: readonly string[];
  readonly staticAccounts: readonly string[];
  readonly blockhash: string;
  readonly instructions: readonly {
    readonly program: string;
    readonly accountIndexes: readonly number[];
    readonly data: Buffer;
  }[];
  readonly lookups: readonly TableLookup[];
}

const MAX_ACCOUNTS = 256;

/**
 * A legacy or version-0 message, held to the rules of the runtime: counts, indices, no account twice, one spelling.
 *
 * @throws DomainError `INVALID_TRANSACTION`, `UNSUPPORTED_TX_TYPE` for a version that is not known here.
 */
export function readMessage(bytes: Uint8Array): RawMessage {
  const first = bytes[0] ?? 0;
  if (first > 0x80) throw new DomainError('UNSUPPORTED_TX_TYPE', { details: { reason: 'SOLANA_VERSION' } });
  const message = parse(bytes);
  const staticAccounts = message.staticAccountKeys.map((key) => key.toBase58());
  const lookups = message.addressTableLookups.map(({ accountKey, writableIndexes, readonlyIndexes }): TableLookup => ({
    table: accountKey.toBase58(),
    writable: [...writableIndexes],
    readonly: [...readonlyIndexes],
  }));
  checkHeader(message, staticAccounts);
  const accountCount = staticAccounts.length + countOf(lookups);
  return {
    signers: staticAccounts.slice(0, message.header.numRequiredSignatures),
    staticAccounts,
    blockhash: message.recentBlockhash,
    instructions: message.compiledInstructions.map((one) => instructionOf(one, staticAccounts, accountCount)),
    lookups,
  };
}

/** web3.js reads lengths that end early or are longer than needed; a node would refuse such bytes, or hash others. */
function parse(bytes: Uint8Array): VersionedMessage {
  try {
    const message = VersionedMessage.deserialize(bytes);
    if (Buffer.from(message.serialize()).equals(bytes)) return message;
  } catch {
    // Nothing of what a foreign parser says is repeated.
  }
  throw unreadable('MALFORMED');
}

function checkHeader({ header }: VersionedMessage, staticAccounts: readonly string[]): void {
  const { numRequiredSignatures, numReadonlySignedAccounts, numReadonlyUnsignedAccounts } = header;
  const isFitting =
    numReadonlySignedAccounts < numRequiredSignatures &&
    numRequiredSignatures + numReadonlyUnsignedAccounts <= staticAccounts.length;
  if (!isFitting) throw unreadable('HEADER');
  if (new Set(staticAccounts).size !== staticAccounts.length) throw unreadable('DUPLICATE_ACCOUNT');
}

function countOf(lookups: readonly TableLookup[]): number {
  const counts = lookups.map(({ writable, readonly }) => writable.length + readonly.length);
  if (counts.includes(0)) throw unreadable('LOOKUP');
  return counts.reduce((sum, count) => sum + count, 0);
}

function instructionOf(
  { programIdIndex, accountKeyIndexes, data }: MessageCompiledInstruction,
  staticAccounts: readonly string[],
  accountCount: number,
): RawMessage['instructions'][number] {
  const program = staticAccounts[programIdIndex];
  // The first account pays and is no program; programs are never looked up.
  if (program === undefined || programIdIndex === 0) throw unreadable('PROGRAM_INDEX');
  const isInRange = accountCount <= MAX_ACCOUNTS && accountKeyIndexes.every((index) => index < accountCount);
  if (!isInRange) throw unreadable('ACCOUNT_INDEX');
  return { program, accountIndexes: accountKeyIndexes, data: Buffer.from(data) };
}
