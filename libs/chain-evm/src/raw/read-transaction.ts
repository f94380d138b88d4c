import { DomainError, toChecksumAddress, type AttemptParams, type Network, type RawOperation } from '@waiaas/core';
import { parseTransaction, serializeTransaction, type Hex, type TransactionSerializable } from 'viem';
import { unreadable, unsupported } from './refusal.js';

export interface EvmRawTransaction {
  /** Hex without prefix: what is hashed and signed. */
  readonly payload: string;
  readonly nonce: number;
  readonly params: Extract<AttemptParams, { kind: 'evm' }>;
  readonly operation: RawOperation;
}

/** Larger than any block takes. */
const MAX_TEXT = 2 + 2 * 128 * 1024;
const HEX = /^0x(?:[0-9a-f]{2})+$/;
const TYPE_BYTE = { '0x01': 'eip2930', '0x02': 'eip1559' } as const;
/** EIP-155 without a signature: nine fields, the last two empty. EIP-2718: a first byte up to 0x7f is a type. */
const FIRST_OF_LIST = 0xc0;

type Parsed = ReturnType<typeof parseTransaction>;

/**
 * Reads an unsigned transaction of this network: EIP-1559, EIP-2930, or legacy with EIP-155's chain id.
 *
 * Canonical bytes only: what would be written differently is refused, since a node would hash something else than was read.
 *
 * @throws DomainError as of `RawTransactionPort`.
 */
export function readTransaction(network: Network, text: string): EvmRawTransaction {
  const raw = text.toLowerCase() as Hex;
  if (text.length > MAX_TEXT || !HEX.test(raw)) throw unreadable('NOT_HEX');
  const type = typeOf(raw);
  const parsed = parse(raw);
  checkUnsigned(parsed);
  if (rewritten(parsed, type) !== raw) throw unreadable('NOT_CANONICAL');
  if (parsed.chainId !== network.chainId) throw new DomainError('CHAIN_ID_MISMATCH');
  return { payload: raw.slice(2), nonce: nonceOf(parsed), params: paramsOf(parsed, type), operation: operationOf(parsed) };
}

function checkUnsigned({ r, s, chainId = 0 }: Parsed): void {
  if (r !== undefined || s !== undefined) throw unreadable('ALREADY_SIGNED');
  // Without a chain id it is valid on every chain at once.
  if (chainId === 0) throw unsupported('EVM_WITHOUT_CHAIN_ID');
}

function nonceOf({ nonce = 0 }: Parsed): number {
  if (!Number.isSafeInteger(nonce)) throw unreadable('NONCE');
  return nonce;
}

type RawType = 'legacy' | 'eip2930' | 'eip1559';

function typeOf(raw: Hex): RawType {
  const first = raw.slice(0, 4);
  if (Number(first) >= FIRST_OF_LIST) return 'legacy';
  const known = Object.entries(TYPE_BYTE).find(([byte]) => byte === first);
  if (known === undefined) throw unsupported('EVM_TYPE');
  return known[1];
}

function parse(raw: Hex): Parsed {
  try {
    return parseTransaction(raw);
  } catch {
    throw unreadable('MALFORMED');
  }
}

function rewritten(parsed: Parsed, type: RawType): string | undefined {
  try {
    return serializeTransaction({ ...parsed, type } as TransactionSerializable);
  } catch {
    return undefined;
  }
}

function paramsOf(parsed: Parsed, type: RawType): EvmRawTransaction['params'] {
  const gasLimit = (parsed.gas ?? 0n).toString();
  if (type === 'eip1559') {
    const { maxFeePerGas = 0n, maxPriorityFeePerGas = 0n } = parsed;
    return {
      kind: 'evm',
      gasLimit,
      maxFeePerGas: maxFeePerGas.toString(),
      maxPriorityFeePerGas: maxPriorityFeePerGas.toString(),
    };
  }
  const price = (parsed.gasPrice ?? 0n).toString();
  const fees = { maxFeePerGas: price, maxPriorityFeePerGas: price };
  return { kind: 'evm', gasLimit, ...fees, ...(type === 'legacy' ? { isLegacy: true } : {}) };
}

/** Coins alone are a transfer, to whomever; anything with data is a call of what is there. */
function operationOf({ to, value = 0n, data = '0x' }: Parsed): RawOperation {
  const amount = value.toString();
  if (to === undefined || to === null) return { type: 'CONTRACT_DEPLOY', amount, calldata: data };
  const address = toChecksumAddress(to);
  if (data === '0x') return { type: 'TRANSFER', to: address, amount };
  return { type: 'CONTRACT_CALL', contractAddress: address, amount, calldata: data };
}
