import { base58 } from '@scure/base';
import type { SolanaPayload, SolanaPayloadInstruction } from '../payloads/solana-payload.js';
import { isSolanaSweepTo } from './solana-sweep.js';
import type { Outlay, Payment } from './outlay.js';

const SYSTEM = '11111111111111111111111111111111';
const COMPUTE_BUDGET = 'ComputeBudget111111111111111111111111111111';
const TOKEN = 'TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA';
const TOKEN_2022 = 'TokenzQdBNbLqP5VEhdkAS6EPFLC1PHnBqCXEpPxuEb';
const ASSOCIATED_TOKEN = 'ATokenGPvbdGVxr1b2hvZbsiqW5xWH25efTNsLJA8knL';
const MEMOS: ReadonlySet<string> = new Set([
  'MemoSq4gqABAXKb96qnH8TysNcWxMyWCqXgDLGmfcHr',
  'Memo1UhkJRfHyvLMcVucJwxXeuD728EqVDDwQDxFMNo',
]);

const LAMPORTS_PER_SIGNATURE = 5000n;
const DEFAULT_UNITS = 200_000n;
const MAX_UNITS = 1_400_000n;
const MICRO = 1_000_000n;
/** Rent of a token account; one of Token-2022 is as large as its mint's extensions make it, never above the second. */
const TOKEN_RENT = 2_039_280n;
const TOKEN_2022_RENT = 5_000_000n;
/** Token-2022's Reallocate and CreateNativeMint: it has the System program take the rent from whoever is named as payer. */
const FUNDED_BY_PAYER: ReadonlySet<number> = new Set([29, 31]);

/**
 * What a message can take from the wallet, counting the programs whose effect on its lamports is known. An instruction of any other
 * program makes the value unknown as soon as it is given the wallet's account: that program may call the System program in its name.
 */
export function solanaOutlay(payload: SolanaPayload, wallet: Uint8Array, digest: string): Outlay {
  const at = payload.staticAccounts.findIndex((account) => Buffer.compare(account, wallet) === 0);
  const values = payload.instructions.map((instruction) => valueOf(instruction, at, payload));
  return {
    chain: null,
    slot: `solana/${digest}`,
    value: values.includes(null) ? null : values.reduce<bigint>((sum, value) => sum + (value ?? 0n), 0n),
    fee: feeOf(payload),
    payment: paymentOf(payload, at),
    paysOnly: (address) => isSolanaSweepTo(payload, wallet, address),
  };
}

function valueOf(instruction: SolanaPayloadInstruction, wallet: number, payload: SolanaPayload): bigint | null {
  if (!instruction.accounts.includes(wallet)) return 0n;
  const program = base58.encode(instruction.programId);
  switch (program) {
    case SYSTEM:
      return systemValue(instruction);
    case ASSOCIATED_TOKEN:
      return associatedTokenValue(instruction, payload);
    case COMPUTE_BUDGET:
    case TOKEN:
      // A token program takes lamports from accounts it owns, and the wallet's is the System program's.
      return 0n;
    case TOKEN_2022:
      return FUNDED_BY_PAYER.has(instruction.data[0] ?? 0) ? null : 0n;
    default:
      return MEMOS.has(program) ? 0n : null;
  }
}

/** Lamports of the three System instructions that only move lamports or fund a new account; the others give the account away. */
function systemValue({ data }: SolanaPayloadInstruction): bigint | null {
  const bytes = Buffer.from(data);
  if (bytes.length < 12) return null;
  switch (bytes.readUInt32LE(0)) {
    case 0:
      return bytes.length === 52 ? bytes.readBigUInt64LE(4) : null;
    case 2:
      return bytes.length === 12 ? bytes.readBigUInt64LE(4) : null;
    case 3:
      return seededLamports(bytes);
    default:
      return null;
  }
}

/** CreateAccountWithSeed: tag, base (32), seed (u64 length and bytes), lamports, space, owner. */
function seededLamports(bytes: Buffer): bigint | null {
  if (bytes.length < 44) return null;
  const seed = bytes.readBigUInt64LE(36);
  if (seed > 32n || bytes.length !== 44 + Number(seed) + 48) return null;
  return bytes.readBigUInt64LE(44 + Number(seed));
}

function associatedTokenValue({ data, accounts }: SolanaPayloadInstruction, payload: SolanaPayload): bigint | null {
  const isCreation = data.length === 0 || (data.length === 1 && (data[0] === 0 || data[0] === 1));
  const isRecovery = data.length === 1 && data[0] === 2;
  if (isRecovery) return 0n;
  if (!isCreation) return null;
  const program = payload.staticAccounts[accounts[5] ?? -1];
  return program !== undefined && base58.encode(program) === TOKEN ? TOKEN_RENT : TOKEN_2022_RENT;
}

/** Base fee per signature and the price of every unit the message may use. A precompile adds signatures, so its fee is not known. */
function feeOf({ requiredSignatures, instructions }: SolanaPayload): bigint | null {
  const budget = instructions.filter(({ programId }) => base58.encode(programId) === COMPUTE_BUDGET);
  if (instructions.some(({ programId }) => isPrecompile(base58.encode(programId)))) return null;
  const settings = budget.map(({ data }) => readBudget(Buffer.from(data)));
  if (settings.includes(null)) return null;
  const price = settings.reduce<bigint>((most, setting) => ((setting?.price ?? 0n) > most ? (setting?.price ?? 0n) : most), 0n);
  const limits = settings.flatMap((setting) => (setting?.units === undefined ? [] : [setting.units]));
  const asked = limits[0] ?? DEFAULT_UNITS * BigInt(instructions.length - budget.length);
  const units = asked > MAX_UNITS ? MAX_UNITS : asked;
  return LAMPORTS_PER_SIGNATURE * BigInt(requiredSignatures) + (units * price + MICRO - 1n) / MICRO;
}

function isPrecompile(program: string): boolean {
  return /^(?:Ed25519SigVerify|KeccakSecp256k|Secp256r1SigVerify)1+/.test(program);
}

function readBudget(data: Buffer): { readonly units?: bigint; readonly price?: bigint } | null {
  if (data[0] === 2 && data.length === 5) return { units: BigInt(data.readUInt32LE(1)) };
  if (data[0] === 3 && data.length === 9) return { price: data.readBigUInt64LE(1) };
  return (data[0] === 1 || data[0] === 4) && data.length === 5 ? {} : null;
}

/** The one transfer of a message that does nothing else but say what it may cost and carry a memo. */
function paymentOf({ instructions, staticAccounts }: SolanaPayload, wallet: number): Payment | null {
  const programs = instructions.map(({ programId }) => base58.encode(programId));
  const moving = instructions.filter((_, index) => programs[index] !== COMPUTE_BUDGET && !MEMOS.has(programs[index] ?? ''));
  const memos = instructions.filter((_, index) => MEMOS.has(programs[index] ?? ''));
  const [transfer] = moving;
  if (transfer === undefined || moving.length !== 1 || memos.length > 1) return null;
  const [memo] = memos;
  return transferOf(transfer, staticAccounts, wallet, memo === undefined ? null : Buffer.from(memo.data).toString('utf8'));
}

function transferOf(
  { programId, accounts, data }: SolanaPayloadInstruction,
  staticAccounts: readonly Uint8Array[],
  wallet: number,
  memo: string | null,
): Payment | null {
  const bytes = Buffer.from(data);
  const [from, target] = accounts;
  const to = staticAccounts[target ?? -1];
  const isTransfer = base58.encode(programId) === SYSTEM && bytes.length === 12 && bytes.readUInt32LE(0) === 2;
  if (!isTransfer || from !== wallet || to === undefined) return null;
  return { type: 'TRANSFER', to: base58.encode(to), amount: bytes.readBigUInt64LE(4), calldata: '0x', memo };
}
