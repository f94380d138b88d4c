import { isLegalTransition, type NetworkName } from '@waiaas/core';
import {
  type AttemptRow,
  type AttemptUpdate,
  type ExecutableRow,
  type ExecutionStorePort,
  type KeepOutcome,
  type KeptReplacement,
  type PlannedAttempt,
  type Promised,
  type ReplacementStorePort,
  type ReservedAttempt,
  type TransactionRow,
  type Transition,
  type UnsettledRow,
} from '../src/index.js';

const LANDABLE: ReadonlySet<string> = new Set(['BROADCAST', 'MINED', 'FINAL']);
const IN_BLOCK: ReadonlySet<string> = new Set(['MINED', 'FINAL']);
const WITH_BYTES: ReadonlySet<string> = new Set(['SIGNED', ...LANDABLE]);

/** The execution store in memory, for one wallet on one network: the same promises, no database. */
export class MemoryStore implements ExecutionStorePort, ReplacementStorePort {
  isClosed = false;
  readonly rows = new Map<string, TransactionRow & { readonly errorCode?: string | null }>();
  readonly attempts = new Map<string, AttemptRow>();
  readonly nonces = new Map<number, string>();

  attemptsOf(transactionId: string): readonly AttemptRow[] {
    return [...this.attempts.values()].filter((attempt) => attempt.transactionId === transactionId);
  }

  reserve(planned: readonly PlannedAttempt[], firstFreeNonce: number | undefined, at: number): Promise<ReservedAttempt[]> {
    const runnable = planned.filter(({ row }) => this.#isRunning(row.id) && !this.#has(row.id, WITH_BYTES));
    return Promise.resolve(
      runnable.map((plan) => {
        const { row, params } = plan;
        const nonce = firstFreeNonce === undefined ? null : this.#takeNonce(firstFreeNonce, row.id);
        const number = this.attemptsOf(row.id).length + 1;
        const lastValidBlockHeight = params.kind === 'solana' ? params.lastValidBlockHeight : null;
        const attempt: AttemptRow = { ...EMPTY, ...identityOf(plan), number, nonce, params, lastValidBlockHeight, createdAt: at };
        this.attempts.set(attempt.id, attempt);
        return { attempt, row };
      }),
    );
  }

  markSigned(signed: readonly { attempt: AttemptRow; raw: string; hash: string }[]): Promise<AttemptRow[]> {
    const kept = signed.filter(({ attempt }) => this.#isRunning(attempt.transactionId));
    return Promise.resolve(kept.map(({ attempt, raw, hash }) => this.#set({ ...attempt, state: 'SIGNED', raw, txHash: hash })));
  }

  markBroadcasting(attempts: readonly AttemptRow[], at: number): Promise<void> {
    for (const attempt of attempts) {
      this.#set({ ...attempt, state: 'BROADCAST', outcome: 'unknown', lastBroadcastAt: at });
      const row = this.rows.get(attempt.transactionId);
      if (row?.status === 'EXECUTING') this.#move({ row, to: 'SUBMITTED', at, actor: 'system' });
    }
    return Promise.resolve();
  }

  record(updates: readonly AttemptUpdate[], transitions: readonly Transition[]): Promise<void> {
    for (const { attempt, fate, errorCode: _, ...changes } of updates) {
      if (this.#comesTooLate(attempt, changes)) continue;
      const blockNumber = fate?.state === 'mined' ? fate.blockNumber : attempt.blockNumber;
      this.#set({ ...attempt, ...changes, blockNumber });
    }
    for (const transition of transitions) this.#move(transition);
    return Promise.resolve();
  }

  /** The answer to a broadcast does not take back what a look at the chain has found meanwhile. */
  #comesTooLate(attempt: AttemptRow, { state, outcome }: Pick<AttemptUpdate, 'state' | 'outcome'>): boolean {
    const now = this.attempts.get(attempt.id)?.state ?? attempt.state;
    return state === 'BROADCAST' && outcome !== undefined && !['SIGNED', 'BROADCAST', attempt.state].includes(now);
  }

  abandon(row: TransactionRow, transition: Transition): Promise<void> {
    this.#move(transition);
    return this.release(this.attemptsOf(row.id).filter(({ state }) => state === 'RESERVED'));
  }

  release(attempts: readonly AttemptRow[]): Promise<void> {
    for (const attempt of attempts) {
      this.#set({ ...attempt, state: 'DROPPED' });
      if (attempt.nonce !== null) this.nonces.delete(attempt.nonce);
    }
    return Promise.resolve();
  }

  promised(_walletId: string, _network: NetworkName, except: readonly string[]): Promise<Promised> {
    let native = 0n;
    for (const { id, intent, maxFee } of this.rows.values()) {
      if (except.includes(id) || !this.#isRunning(id) || this.#has(id, new Set(['MINED', 'FINAL']))) continue;
      if (this.attemptsOf(id).length > 0) native += maxFee + BigInt('amount' in intent ? intent.amount : 0);
    }
    return Promise.resolve({ native, tokens: new Map() });
  }

  executable(_walletId: string, _network: NetworkName, limit: number): Promise<ExecutableRow[]> {
    const rows = [...this.rows.values()].filter((row) => this.#isRunning(row.id) && !this.#has(row.id, LANDABLE));
    return Promise.resolve(
      rows.slice(0, limit).map((row) => ({
        row,
        attempt: this.attemptsOf(row.id).findLast(({ state }) => state === 'RESERVED' || state === 'SIGNED'),
      })),
    );
  }

  unsettled(): Promise<UnsettledRow[]> {
    const rows = [...this.rows.values()].filter(({ status }) => status === 'SUBMITTED' || status === 'CONFIRMED');
    return Promise.resolve(
      rows.map((row) => ({
        row,
        from: row.intent.from,
        attempts: this.attemptsOf(row.id).filter(({ state }) => state === 'BROADCAST' || state === 'MINED'),
      })),
    );
  }

  maySign(): Promise<boolean> {
    return Promise.resolve(!this.isClosed);
  }

  keep({ attempt, maxFee, isAffordable }: KeptReplacement): Promise<KeepOutcome> {
    const row = this.rows.get(attempt.transactionId);
    if (this.isClosed) return Promise.resolve('closed');
    const isOvertaken = this.attemptsOf(attempt.transactionId).some(
      ({ number, state }) => number >= attempt.number || IN_BLOCK.has(state),
    );
    if (row?.status !== 'SUBMITTED' || isOvertaken) return Promise.resolve('moved');
    if (!isAffordable([])) return Promise.resolve('over-budget');
    this.#set(attempt);
    this.rows.set(row.id, { ...row, txHash: attempt.txHash, maxFee: maxFee > row.maxFee ? maxFee : row.maxFee });
    return Promise.resolve('kept');
  }

  insert(row: TransactionRow): Promise<void> {
    this.rows.set(row.id, row);
    return Promise.resolve();
  }

  /** Whether nobody holds some nonce from `next` to below `sent`, and nothing is about to take it. */
  hasGap(next: number, sent: number): boolean {
    const isFree = Array.from({ length: Math.max(0, sent - next) }, (_, index) => next + index).some((n) => !this.nonces.has(n));
    return isFree && [...this.rows.values()].every(({ status }) => status !== 'EXECUTING');
  }

  /** The lowest free nonce, for somebody who is no row here. */
  hold(first: number, holder: string): void {
    this.#takeNonce(first, holder);
  }

  giveBack(holder: string): void {
    for (const [nonce, by] of this.nonces) if (by === holder) this.nonces.delete(nonce);
  }

  #isRunning(id: string): boolean {
    const status = this.rows.get(id)?.status;
    return status === 'EXECUTING' || status === 'SUBMITTED';
  }

  #has(transactionId: string, states: ReadonlySet<string>): boolean {
    return this.attemptsOf(transactionId).some(({ state }) => states.has(state));
  }

  #takeNonce(first: number, transactionId: string): number {
    let nonce = first;
    while (this.nonces.has(nonce)) nonce += 1;
    this.nonces.set(nonce, transactionId);
    return nonce;
  }

  #set(attempt: AttemptRow): AttemptRow {
    this.attempts.set(attempt.id, attempt);
    return attempt;
  }

  #move({ row, to, set }: Transition): void {
    const present = this.rows.get(row.id);
    if (present?.status !== row.status || present.revision !== row.revision) return;
    if (row.status !== to && !isLegalTransition(row.status, to)) throw new Error(`illegal: ${row.status} to ${to}`);
    const { errorCode, txHash } = set ?? {};
    this.rows.set(row.id, {
      ...present,
      status: to,
      revision: row.revision + 1,
      ...(errorCode === undefined ? {} : { errorCode }),
      ...(txHash === undefined ? {} : { txHash }),
    });
  }
}

const EMPTY = {
  kind: 'original',
  state: 'RESERVED',
  outcome: 'known',
  raw: null,
  txHash: null,
  lastBroadcastAt: null,
  blockNumber: null,
} as const;

function identityOf({ id, row }: PlannedAttempt): Pick<AttemptRow, 'id' | 'transactionId' | 'walletId' | 'network'> {
  return { id, transactionId: row.id, walletId: row.walletId, network: row.network };
}
