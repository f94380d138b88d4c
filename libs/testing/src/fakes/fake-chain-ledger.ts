/** One transfer as the fake network executes it. */
export interface FakeTransfer {
  readonly hash: string;
  readonly from: string;
  readonly to: string;
  /** `native`, or the token's address. */
  readonly asset: string;
  readonly amount: bigint;
  readonly fee: bigint;
  /** EVM; absent on Solana. */
  readonly nonce?: number;
  /** Solana; absent on EVM. */
  readonly lastValidBlockHeight?: number;
}

interface FakeBlock {
  readonly included: ReadonlyMap<string, { readonly succeeded: boolean }>;
  readonly balancesBefore: ReadonlyMap<string, bigint>;
  readonly noncesBefore: ReadonlyMap<string, number>;
}

/** Balances, blocks and waiting transfers of an imaginary network: a block can be taken back, and then nothing of it happened. */
export class FakeChainLedger {
  readonly waiting = new Map<string, FakeTransfer>();
  /** What offers less is in no block. */
  leastFee = 0n;
  #blocks: FakeBlock[] = [];
  #balances = new Map<string, bigint>();
  #nonces = new Map<string, number>();

  get height(): number {
    return this.#blocks.length;
  }

  balance(asset: string, owner: string): bigint {
    return this.#balances.get(`${asset}|${owner}`) ?? 0n;
  }

  credit(asset: string, owner: string, amount: bigint): void {
    this.#balances.set(`${asset}|${owner}`, this.balance(asset, owner) + amount);
  }

  nonce(owner: string): number {
    return this.#nonces.get(owner) ?? 0;
  }

  /** The nonce as it stood when `height` was the newest block. */
  nonceAt(owner: string, height: number): number {
    const next = this.#blocks[height];
    return next === undefined ? this.nonce(owner) : (next.noncesBefore.get(owner) ?? 0);
  }

  inclusion(hash: string): { readonly height: number; readonly succeeded: boolean } | undefined {
    const index = this.#blocks.findIndex((block) => block.included.has(hash));
    const found = this.#blocks[index]?.included.get(hash);
    return found === undefined ? undefined : { height: index + 1, succeeded: found.succeeded };
  }

  canLand(transfer: Pick<FakeTransfer, 'from' | 'nonce' | 'lastValidBlockHeight'>): boolean {
    if (transfer.nonce !== undefined && transfer.nonce < this.nonce(transfer.from)) return false;
    return transfer.lastValidBlockHeight === undefined || transfer.lastValidBlockHeight >= this.height;
  }

  mine(): void {
    const balancesBefore = new Map(this.#balances);
    const noncesBefore = new Map(this.#nonces);
    const included = new Map<string, { readonly succeeded: boolean }>();
    const inNonceOrder = [...this.waiting.values()].sort((a, b) => (a.nonce ?? 0) - (b.nonce ?? 0));
    for (const transfer of inNonceOrder) {
      if (!this.canLand(transfer)) this.waiting.delete(transfer.hash);
      else if (transfer.fee < this.leastFee) continue;
      else if (transfer.nonce === undefined || transfer.nonce === this.nonce(transfer.from)) {
        this.waiting.delete(transfer.hash);
        included.set(transfer.hash, { succeeded: this.#execute(transfer) });
      }
    }
    this.#blocks.push({ included, balancesBefore, noncesBefore });
  }

  /** Takes the newest blocks back, together with everything they included. */
  reorg(depth: number): void {
    const cut = Math.max(0, this.#blocks.length - depth);
    const oldest = this.#blocks[cut];
    if (oldest === undefined) return;
    this.#balances = new Map(oldest.balancesBefore);
    this.#nonces = new Map(oldest.noncesBefore);
    this.#blocks = this.#blocks.slice(0, cut);
    // The chain that replaces them is as long: a head never goes back for good.
    for (let i = 0; i < depth; i += 1) this.mine();
  }

  consumeNonce(owner: string): void {
    this.#nonces.set(owner, this.nonce(owner) + 1);
  }

  #execute(transfer: FakeTransfer): boolean {
    this.credit('native', transfer.from, -transfer.fee);
    if (transfer.nonce !== undefined) this.consumeNonce(transfer.from);
    if (this.balance(transfer.asset, transfer.from) < transfer.amount) return false;
    this.credit(transfer.asset, transfer.from, -transfer.amount);
    this.credit(transfer.asset, transfer.to, transfer.amount);
    return true;
  }
}
