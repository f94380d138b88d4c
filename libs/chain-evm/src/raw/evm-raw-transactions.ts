import type { CompletedTransaction, Network, RawTransaction, RawTransactionPort, UnsignedTransaction } from '@waiaas/core';
import { maxFeeOf } from '../fees/attempt-params.js';
import { assembleTransaction } from '../submit/assemble.js';
import { readTransaction } from './read-transaction.js';
import { refuseSignedByOthers } from './signed-by-others.js';

/** What the chain takes for a payload beside its gas; wei. */
export type ReadL1Fee = (bytes: { readonly payload: `0x${string}`; readonly gasLimit: bigint }) => Promise<bigint>;

/** Foreign transactions of an EVM network. Their bytes say everything but what a chain of the OP stack takes beside their gas. */
export class EvmRawTransactions implements RawTransactionPort {
  constructor(
    private readonly network: Network,
    private readonly readL1Fee: ReadL1Fee,
  ) {}

  unsigned(raw: string, wallet: string): UnsignedTransaction {
    return { kind: 'evm-transaction', payload: readTransaction(this.network, raw).payload, from: wallet };
  }

  async read(raw: string, wallet: string): Promise<RawTransaction> {
    await refuseSignedByOthers(raw, wallet);
    const { params: told, nonce, operation, payload } = readTransaction(this.network, raw);
    const l1Fee = await this.readL1Fee({ payload: `0x${payload}`, gasLimit: BigInt(told.gasLimit) });
    const params = l1Fee === 0n ? told : { ...told, l1Fee: l1Fee.toString() };
    return {
      unsigned: this.unsigned(raw, wallet),
      operations: [operation],
      maxFee: maxFeeOf(params),
      params,
      nonce,
      tokenAccounts: [],
    };
  }

  complete(raw: string, wallet: string, signature: string): CompletedTransaction {
    const completed = assembleTransaction(this.unsigned(raw, wallet), signature);
    return { ...completed, watchHash: completed.hash };
  }
}
