import { Keypair, PublicKey, SystemProgram, TransactionMessage, VersionedTransaction } from '@solana/web3.js';
import { base58 } from '@scure/base';
import { BlockhashRing } from './blockhash-ring.js';
import { SvmBank, type Execution } from './svm-bank.js';
import { isLanded } from './transaction-error.js';

export type Commitment = 'processed' | 'confirmed' | 'finalized';

export interface LandedTransaction extends Execution {
  readonly signature: string;
  readonly slot: number;
  readonly unixSeconds: number;
  readonly bytes: Uint8Array;
  readonly accounts: readonly string[];
  readonly preBalances: readonly bigint[];
  readonly postBalances: readonly bigint[];
}

const FAUCET_LAMPORTS = 10n ** 17n;

interface Queued {
  readonly signature: string;
  readonly blockhash: string;
  readonly accounts: readonly string[];
  readonly bytes: Uint8Array;
}

export interface ChainListener {
  onSlot(slot: number): void;
  onTransaction(transaction: LandedTransaction): void;
}

function toQueued(bytes: Uint8Array): Queued {
  const transaction = VersionedTransaction.deserialize(bytes);
  return {
    signature: base58.encode(transaction.signatures[0] ?? new Uint8Array(64)),
    blockhash: transaction.message.recentBlockhash,
    accounts: transaction.message.staticAccountKeys.map((key) => key.toBase58()),
    bytes,
  };
}

/** Slots, blockhashes, the queue of sent bytes and what landed. One block per slot, so the height is the slot. */
export class TestChain {
  readonly bank = new SvmBank();
  readonly blockhashes = new BlockhashRing();
  readonly #landed = new Map<string, LandedTransaction>();
  readonly #snapshots: { readonly bank: Uint8Array; readonly landed: ReadonlySet<string> }[] = [];
  readonly #listeners = new Set<ChainListener>();
  #queue: Queued[] = [];
  #slot: number;

  readonly #faucet = Keypair.generate();

  /** Sent bytes stay in the queue while true. */
  isHolding = false;
  /** The timer makes no slots while true. */
  isPaused = false;

  constructor(
    startSlot: number,
    private readonly finalizedDepth: number,
  ) {
    this.#slot = startSlot - 1;
    const owner = SystemProgram.programId.toBase58();
    const address = this.#faucet.publicKey.toBase58();
    this.bank.setAccount({ address, lamports: FAUCET_LAMPORTS, owner, data: new Uint8Array(), executable: false });
    this.tick();
  }

  slotAt(commitment: Commitment): number {
    switch (commitment) {
      case 'processed':
        return this.#slot;
      case 'confirmed':
        return Math.max(0, this.#slot - 1);
      case 'finalized':
        return Math.max(0, this.#slot - this.finalizedDepth);
    }
  }

  /** The commitment a slot has, seen by a node whose newest slot is `newest`. */
  commitmentOf(slot: number, newest: number): Commitment {
    if (newest - slot >= this.finalizedDepth) return 'finalized';
    return newest - slot >= 1 ? 'confirmed' : 'processed';
  }

  listen(listener: ChainListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Takes bytes in; they run at the next slot. Gives the signature. */
  submit(bytes: Uint8Array): string {
    const queued = toQueued(bytes);
    this.#queue.push(queued);
    return queued.signature;
  }

  /** A transfer from the faucet, queued like any other. */
  airdrop(address: string, lamports: bigint): string {
    const transfer = SystemProgram.transfer({ fromPubkey: this.#faucet.publicKey, toPubkey: new PublicKey(address), lamports });
    const recentBlockhash = this.blockhashes.at(this.#slot).blockhash;
    const payerKey = this.#faucet.publicKey;
    const transaction = new VersionedTransaction(
      new TransactionMessage({ payerKey, recentBlockhash, instructions: [transfer] }).compileToV0Message(),
    );
    transaction.sign([this.#faucet]);
    return this.submit(transaction.serialize());
  }

  /** Runs bytes now, in the present slot. */
  executeNow(bytes: Uint8Array): LandedTransaction | Execution {
    const queued = toQueued(bytes);
    return this.#run(queued);
  }

  tick(): void {
    this.#slot += 1;
    this.blockhashes.add(this.#slot);
    this.bank.enterSlot(this.#slot, this.blockhashes.entries(), Math.floor(Date.now() / 1000));
    const due = this.isHolding ? [] : this.#queue;
    if (!this.isHolding) this.#queue = [];
    for (const queued of due) {
      if (this.#landed.has(queued.signature) || !this.blockhashes.isValid(queued.blockhash, this.#slot)) continue;
      this.#run(queued);
    }
    for (const listener of this.#listeners) listener.onSlot(this.#slot);
  }

  dropPending(): number {
    const dropped = this.#queue.length;
    this.#queue = [];
    return dropped;
  }

  pendingCount(): number {
    return this.#queue.length;
  }

  landed(signature: string): LandedTransaction | undefined {
    return this.#landed.get(signature);
  }

  /** Newest first. */
  landedFor(address: string): LandedTransaction[] {
    return [...this.#landed.values()].filter((transaction) => transaction.accounts.includes(address)).reverse();
  }

  snapshot(): number {
    this.#snapshots.push({ bank: this.bank.save(), landed: new Set(this.#landed.keys()) });
    return this.#snapshots.length - 1;
  }

  /** A fork is abandoned: everything that landed since the snapshot is gone, while slots and blockhashes go on. */
  rollback(id: number): boolean {
    const snapshot = this.#snapshots[id];
    if (snapshot === undefined) return false;
    this.bank.restore(snapshot.bank);
    for (const signature of [...this.#landed.keys()]) if (!snapshot.landed.has(signature)) this.#landed.delete(signature);
    this.bank.enterSlot(this.#slot, this.blockhashes.entries(), Math.floor(Date.now() / 1000));
    return true;
  }

  #run(queued: Queued): LandedTransaction | Execution {
    const preBalances = queued.accounts.map((address) => this.bank.balance(address));
    const execution = this.bank.execute(queued.bytes);
    if (execution.err !== null && !isLanded(execution.err)) return execution;
    const postBalances = queued.accounts.map((address) => this.bank.balance(address));
    const { signature, bytes, accounts } = queued;
    const unixSeconds = Math.floor(Date.now() / 1000);
    const landed = { ...execution, signature, slot: this.#slot, unixSeconds, bytes, accounts, preBalances, postBalances };
    this.#landed.set(signature, landed);
    for (const listener of this.#listeners) listener.onTransaction(landed);
    return landed;
  }
}
