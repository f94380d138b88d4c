import { VersionedTransaction } from '@solana/web3.js';
import { base58 } from '@scure/base';
import { LiteSVM } from 'litesvm';
import {
  Account,
  FailedTransactionMetadata,
  LiteSvm,
  type SimulatedTransactionInfo,
  type TransactionMetadata,
} from 'litesvm/dist/internal.js';
import { rpcTransactionError, type RpcTransactionError } from './transaction-error.js';

export interface Execution {
  readonly err: RpcTransactionError | null;
  readonly logs: readonly string[];
  readonly unitsConsumed: number;
}

/** With the accounts it would have changed. */
export interface SimulatedExecution extends Execution {
  readonly accounts: readonly StoredAccount[];
}

export interface StoredAccount {
  readonly address: string;
  readonly lamports: bigint;
  readonly owner: string;
  readonly data: Uint8Array;
  readonly executable: boolean;
}

function newSvm(): LiteSvm {
  // The public class hides the member that takes wire bytes.
  const inner = (new LiteSVM() as unknown as { readonly inner: LiteSvm }).inner;
  inner.setBlockhashCheck(false);
  inner.setTransactionHistory(0n);
  inner.withNativeMints();
  return inner;
}

function toStored(address: string, account: Account): StoredAccount {
  return {
    address,
    lamports: account.lamports(),
    owner: base58.encode(account.owner()),
    data: account.data(),
    executable: account.executable(),
  };
}

function toExecution(outcome: TransactionMetadata | SimulatedTransactionInfo | FailedTransactionMetadata): Execution {
  const meta = 'meta' in outcome ? outcome.meta() : outcome;
  return {
    err: outcome instanceof FailedTransactionMetadata ? rpcTransactionError(outcome) : null,
    logs: meta.logs(),
    unitsConsumed: Number(meta.computeUnitsConsumed()),
  };
}

/** The accounts and the virtual machine: runs wire bytes, knows nothing of slots, queues or commitments. */
export class SvmBank {
  #svm: LiteSvm = newSvm();

  execute(bytes: Uint8Array): Execution {
    const isLegacy = VersionedTransaction.deserialize(bytes).version === 'legacy';
    return toExecution(isLegacy ? this.#svm.sendLegacyTransaction(bytes) : this.#svm.sendVersionedTransaction(bytes));
  }

  simulate(bytes: Uint8Array, sigVerify: boolean): SimulatedExecution {
    const isLegacy = VersionedTransaction.deserialize(bytes).version === 'legacy';
    this.#svm.setSigverify(sigVerify);
    try {
      const outcome = isLegacy ? this.#svm.simulateLegacyTransaction(bytes) : this.#svm.simulateVersionedTransaction(bytes);
      const changed = 'postAccounts' in outcome ? outcome.postAccounts() : [];
      return {
        ...toExecution(outcome),
        accounts: changed.map((found) => toStored(base58.encode(found.address), found.account())),
      };
    } finally {
      this.#svm.setSigverify(true);
    }
  }

  account(address: string): StoredAccount | undefined {
    const account = this.#svm.getAccount(base58.decode(address));
    return account === null || account.lamports() === 0n ? undefined : toStored(address, account);
  }

  programAccounts(program: string): StoredAccount[] {
    return this.#svm
      .getProgramAccounts(base58.decode(program))
      .map((found) => toStored(base58.encode(found.address), found.account()));
  }

  balance(address: string): bigint {
    return this.account(address)?.lamports ?? 0n;
  }

  setAccount(account: StoredAccount): void {
    const stored = new Account(account.lamports, account.data, base58.decode(account.owner), account.executable, 0n);
    this.#svm.setAccount(base58.decode(account.address), stored);
  }

  rentExemption(size: number): bigint {
    return this.#svm.minimumBalanceForRentExemption(BigInt(size));
  }

  /** Moves the sysvars on to this slot. */
  enterSlot(slot: number, hashes: { readonly slot: bigint; readonly hash: string }[], unixSeconds: number): void {
    this.#svm.warpToSlot(BigInt(slot));
    this.#svm.setSlotHashes(hashes);
    const clock = this.#svm.getClock();
    clock.unixTimestamp = BigInt(unixSeconds);
    this.#svm.setClock(clock);
  }

  save(): Uint8Array {
    return this.#svm.toBytes();
  }

  restore(bytes: Uint8Array): void {
    this.#svm = LiteSvm.fromBytes(bytes);
    // A restored machine has the default back.
    this.#svm.setBlockhashCheck(false);
    this.#svm.setTransactionHistory(0n);
  }
}
