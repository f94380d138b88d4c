import { parseTransaction } from 'viem';
import type { EvmCall } from '../build/evm-call.js';

/** Every field of an unsigned or signed transaction that decides where value goes and what it costs. */
export interface DecodedTransaction {
  readonly type: 'eip1559' | 'legacy';
  readonly chainId: number | undefined;
  readonly nonce: number;
  readonly gas: bigint;
  readonly maxFeePerGas: bigint;
  readonly maxPriorityFeePerGas: bigint;
  readonly call: EvmCall;
  readonly hasAccessList: boolean;
}

type ParsedTransaction = ReturnType<typeof parseTransaction>;
type Fees = Pick<DecodedTransaction, 'type' | 'maxFeePerGas' | 'maxPriorityFeePerGas' | 'hasAccessList'>;

/** Reads a transaction of type 2 or an EIP-155 legacy one. Throws RangeError for other types; malformed bytes throw as well. */
export function decodeTransaction(serialized: `0x${string}`): DecodedTransaction {
  const parsed = parseTransaction(serialized);
  const { chainId, nonce = 0, gas = 0n, value = 0n, data = '0x' } = parsed;
  const call: EvmCall = { ...(parsed.to ? { to: parsed.to } : {}), value, data };
  return { chainId, nonce, gas, call, ...feesOf(parsed) };
}

function feesOf(parsed: ParsedTransaction): Fees {
  if (parsed.type === 'eip1559') {
    const { maxFeePerGas = 0n, maxPriorityFeePerGas = 0n, accessList = [] } = parsed;
    return { type: 'eip1559', maxFeePerGas, maxPriorityFeePerGas, hasAccessList: accessList.length > 0 };
  }
  if (parsed.type !== 'legacy') throw new RangeError('unsupported transaction type');
  const { gasPrice = 0n } = parsed;
  return { type: 'legacy', maxFeePerGas: gasPrice, maxPriorityFeePerGas: gasPrice, hasAccessList: false };
}
