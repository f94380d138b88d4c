import type { CompletedTransaction, Network, RawTransaction, RawTransactionPort, UnsignedTransaction } from '@waiaas/core';
import { maxFeeOf } from '../fees/attempt-params.js';
import { assembleTransaction } from '../submit/assemble.js';
import { readTransaction } from './read-transaction.js';
import { refuseSignedByOthers } from './signed-by-others.js';

/** Foreign transactions of an EVM network. Their bytes say everything: no node is asked. */
export class EvmRawTransactions implements RawTransactionPort {
  constructor(private readonly network: Network) {}

  unsigned(raw: string, wallet: string): UnsignedTransaction {
    return { kind: 'evm-transaction', payload: readTransaction(this.network, raw).payload, from: wallet };
  }

  async read(raw: string, wallet: string): Promise<RawTransaction> {
    await refuseSignedByOthers(raw, wallet);
    const { params, nonce, operation } = readTransaction(this.network, raw);
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
