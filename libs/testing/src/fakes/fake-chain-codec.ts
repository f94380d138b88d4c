import {
  canonicalJson,
  sha256Hex,
  type AttemptParams,
  type Intent,
  type SignedTransaction,
  type UnsignedTransaction,
} from '@waiaas/core';
import type { FakeTransfer } from './fake-chain-ledger.js';

const FEE = 21_000n;

interface FakePayload {
  readonly from: string;
  readonly to: string;
  readonly asset: string;
  readonly amount: string;
  readonly fee: string;
  readonly nonce?: number;
  readonly lastValidBlockHeight?: number;
}

const toHex = (text: string): string => Buffer.from(text, 'utf8').toString('hex');
const fromHex = (hex: string): string => Buffer.from(hex, 'hex').toString('utf8');

/** The signature the fake network accepts for `address`: 65 bytes on EVM, 64 on Solana. */
export function signFakeTransaction(unsigned: UnsignedTransaction, address: string): string {
  const half = sha256Hex(`${address}|${unsigned.payload}`);
  return `${half}${half}${unsigned.kind === 'evm-transaction' ? '00' : ''}`;
}

export function fakeFee(params: AttemptParams): bigint {
  return params.kind === 'evm' ? BigInt(params.gasLimit) * BigInt(params.maxFeePerGas) : FEE;
}

export function encodeFake(intent: Intent, params: AttemptParams, nonce: number | undefined): UnsignedTransaction {
  if (intent.type !== 'TRANSFER' && intent.type !== 'TOKEN_TRANSFER')
    throw new RangeError('the fake chain only moves coins and tokens');
  const payload: FakePayload = {
    from: intent.from,
    to: intent.to,
    asset: intent.type === 'TRANSFER' ? 'native' : intent.token.address,
    amount: intent.amount,
    fee: fakeFee(params).toString(),
    ...(params.kind === 'evm' ? { nonce: nonce ?? 0 } : { lastValidBlockHeight: params.lastValidBlockHeight }),
  };
  const kind = params.kind === 'evm' ? 'evm-transaction' : 'solana-transaction';
  return { kind, payload: toHex(canonicalJson({ ...payload })) };
}

export function assembleFake(unsigned: UnsignedTransaction, signature: string): SignedTransaction {
  const { from } = JSON.parse(fromHex(unsigned.payload)) as FakePayload;
  if (signature !== signFakeTransaction(unsigned, from)) throw new RangeError('the signature is not the sender’s');
  const bytes = `${unsigned.payload}.${signature}`;
  return { raw: bytes, hash: `0x${sha256Hex(bytes)}` };
}

/** The transfer in these bytes; undefined for bytes nobody could have signed. */
export function decodeFake(raw: string): FakeTransfer | undefined {
  const [payload = '', signature = ''] = raw.split('.');
  try {
    const parsed = JSON.parse(fromHex(payload)) as FakePayload;
    const kind = parsed.nonce === undefined ? 'solana-transaction' : 'evm-transaction';
    if (signature !== signFakeTransaction({ kind, payload }, parsed.from)) return undefined;
    return { ...parsed, hash: `0x${sha256Hex(raw)}`, amount: BigInt(parsed.amount), fee: BigInt(parsed.fee) };
  } catch {
    return undefined;
  }
}
