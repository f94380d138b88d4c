import { ByteReader } from './byte-reader.js';
import { invalidPayload, unsupportedPayload } from './payload-error.js';

/** What the signer itself reads out of a Solana transaction message. */
export interface SolanaPayload {
  readonly version: 'legacy' | 0;
  /** 32 bytes each; the first `requiredSignatures` of them must sign, the first of all pays. */
  readonly staticAccounts: readonly Uint8Array[];
  readonly requiredSignatures: number;
  readonly blockhash: Uint8Array;
  readonly instructions: readonly SolanaPayloadInstruction[];
}

export interface SolanaPayloadInstruction {
  readonly programId: Uint8Array;
  /** Indices into static accounts, then looked-up ones. */
  readonly accounts: readonly number[];
  readonly data: Uint8Array;
}

/** A packet of 1232 bytes less the smallest signature section (one count byte, one signature). */
const MAX_MESSAGE_BYTES = 1232 - 65;
const ADVANCE_NONCE = 4;

/**
 * Decodes a legacy or version-0 message and holds it to the rules of the runtime's `sanitize`: counts, indices, no account twice.
 *
 * A message that begins by advancing a durable nonce is refused: it would never expire.
 *
 * @throws DomainError `UNSUPPORTED_TX_TYPE` or `INVALID_TRANSACTION`.
 */
export function decodeSolanaPayload(bytes: Uint8Array): SolanaPayload {
  if (bytes.length > MAX_MESSAGE_BYTES) throw invalidPayload('SOLANA_TOO_LONG');
  const first = bytes[0] ?? 0;
  const isVersioned = first >= 0x80;
  if (isVersioned && first !== 0x80) throw unsupportedPayload('SOLANA_VERSION');
  const reader = new ByteReader(isVersioned ? bytes.subarray(1) : bytes);
  const header = { requiredSignatures: reader.byte(), readonlySigned: reader.byte(), readonlyUnsigned: reader.byte() };
  const staticAccounts = many(reader, () => reader.take(32));
  checkHeader(header, staticAccounts);
  const blockhash = reader.take(32);
  const raw = many(reader, () => readInstruction(reader));
  const lookedUp = isVersioned ? readLookups(reader) : 0;
  reader.end();
  const instructions = raw.map((instruction) => resolve(instruction, staticAccounts, staticAccounts.length + lookedUp));
  checkExpires(instructions[0]);
  return {
    version: isVersioned ? 0 : 'legacy',
    staticAccounts,
    requiredSignatures: header.requiredSignatures,
    blockhash,
    instructions,
  };
}

interface RawInstruction {
  readonly programIndex: number;
  readonly accounts: readonly number[];
  readonly data: Uint8Array;
}

interface MessageHeader {
  readonly requiredSignatures: number;
  readonly readonlySigned: number;
  readonly readonlyUnsigned: number;
}

function checkHeader(header: MessageHeader, accounts: readonly Uint8Array[]): void {
  // The payer is a signer and writable, so one of the signers is not read-only.
  const hasPayer = header.readonlySigned < header.requiredSignatures;
  const isFitting = header.requiredSignatures + header.readonlyUnsigned <= accounts.length;
  if (!hasPayer || !isFitting) throw invalidPayload('SOLANA_HEADER');
  const distinct = new Set(accounts.map((account) => Buffer.from(account).toString('latin1')));
  if (distinct.size !== accounts.length) throw invalidPayload('SOLANA_DUPLICATE_ACCOUNT');
}

function readInstruction(reader: ByteReader): RawInstruction {
  const programIndex = reader.byte();
  const accounts = [...reader.take(reader.compactU16())];
  return { programIndex, accounts, data: reader.take(reader.compactU16()) };
}

/** Number of accounts that lookup tables add. */
function readLookups(reader: ByteReader): number {
  const counts = many(reader, () => {
    reader.take(32);
    const writable = reader.take(reader.compactU16()).length;
    const readonly = reader.take(reader.compactU16()).length;
    if (writable + readonly === 0) throw invalidPayload('SOLANA_LOOKUP');
    return writable + readonly;
  });
  return counts.reduce((sum, count) => sum + count, 0);
}

function resolve(
  instruction: RawInstruction,
  staticAccounts: readonly Uint8Array[],
  accountCount: number,
): SolanaPayloadInstruction {
  const programId = staticAccounts[instruction.programIndex];
  // Index 0 pays and is no program; programs are never looked up.
  if (programId === undefined || instruction.programIndex === 0) throw invalidPayload('SOLANA_PROGRAM_INDEX');
  const isInRange = instruction.accounts.every((index) => index < accountCount);
  if (!isInRange || accountCount > 256) throw invalidPayload('SOLANA_ACCOUNT_INDEX');
  return { programId, accounts: instruction.accounts, data: instruction.data };
}

function checkExpires(first: SolanaPayloadInstruction | undefined): void {
  // The System program's id is 32 zero bytes.
  if (first === undefined || first.data.length < 4 || first.programId.some((byte) => byte !== 0)) return;
  if (Buffer.from(first.data).readUInt32LE(0) === ADVANCE_NONCE) throw unsupportedPayload('SOLANA_DURABLE_NONCE');
}

function many<T>(reader: ByteReader, read: () => T): readonly T[] {
  const items: T[] = [];
  for (let left = reader.compactU16(); left > 0; left -= 1) items.push(read());
  return items;
}
