import { DomainError, networkOf, type NetworkName, type Result, type SignerPort } from '@waiaas/core';
import { FakeChain, signFakeTransaction } from '@waiaas/testing';
import {
  confirmNetwork,
  decideFill,
  executeLane,
  FILL_ORIGIN,
  makeReplacement,
  prepareFill,
  requestHashOf,
  rescueStuck,
  sendStored,
  type ConfirmProgress,
  type AttemptRow,
  type ExecuteContext,
  type FreshFacts,
  type LaneProgress,
  type Replaceable,
  type ReplaceContext,
  type ReplaceOrder,
  type ReplaceRefusal,
  type TransactionRow,
} from '../src/index.js';
import { fillView, prepareContext } from './fill-view.js';
import { MemoryStore } from './memory-store.js';

const FROM = 'sender';
const LANDABLE: ReadonlySet<string> = new Set(['BROADCAST', 'MINED', 'FINAL']);
const DECISION = { allowed: true, tier: 'INSTANT', operations: [] } as unknown as TransactionRow['decision'];

/** One lane of one wallet on a fake network, with its store, its signer and its hands. */
export class LaneBench {
  readonly store = new MemoryStore();
  readonly chain: FakeChain;
  readonly reported: unknown[] = [];
  readonly fresh = new Map<string, FreshFacts>();
  readonly #network: NetworkName;
  now = 1_795_330_000;
  isSignerAway = false;
  isBudgetSpent = false;
  isFrozen = false;
  isStopped = false;
  feeCap = 10n ** 17n;
  #ids = 0;

  constructor(network: NetworkName = 'ethereum-sepolia') {
    this.#network = network;
    this.chain = new FakeChain({ network: networkOf(network), finalityDepth: 2 });
    this.chain.fund(FROM, 10n ** 18n);
  }

  /** A request that was decided and is to run. */
  add(id: string, changes: Partial<TransactionRow> & { readonly amount?: string } = {}): TransactionRow {
    const { amount = '1000', ...rest } = changes;
    const { chain } = networkOf(this.#network);
    const common = { walletId: 'wallet', chain, network: this.#network, from: FROM };
    const intent: TransactionRow['intent'] = { type: 'TRANSFER', to: `to-${id}`, amount, ...common };
    const row: TransactionRow = {
      ...ROW,
      id,
      chain,
      network: this.#network,
      intent,
      requestHash: requestHashOf(intent),
      ...rest,
    };
    this.store.rows.set(id, row);
    return row;
  }

  async run(): Promise<LaneProgress> {
    return executeLane(this.#context(), { walletId: 'wallet', network: this.#network, from: FROM });
  }

  async confirm(): Promise<ConfirmProgress> {
    const resend = { acceptedSeconds: 15, unknownSeconds: 2 };
    return confirmNetwork(
      { ...this.#context(), confirmations: 1, scope: 'all', resend, maxAttempts: 8, stuckSeconds: 60, gapSeconds: 60 },
      this.#network,
    );
  }

  /** Other bytes for a row, made and, unless told otherwise, sent. */
  async replace(id: string, order: Partial<ReplaceOrder> = {}, isSent = true): Promise<Result<AttemptRow, ReplaceRefusal>> {
    const offer = { kind: 'market', hundredths: 2500n } as const;
    const whole: ReplaceOrder = { kind: 'speed-up', offer, by: { actor: 'test' }, isBounded: true, ...order };
    const made = await makeReplacement(this.#replaceContext(), this.target(id), whole);
    if (made.ok && isSent) await sendStored(this.store, this.chain, [made.value], () => this.now);
    return made;
  }

  /** What the confirm stage found stuck is replaced and sent. */
  async rescue(stuck: readonly Replaceable[]): Promise<readonly (Result<AttemptRow, ReplaceRefusal> | undefined)[]> {
    const results = [];
    for (const target of stuck) {
      const made = await rescueStuck(this.#replaceContext(), target);
      if (made?.ok === true) await sendStored(this.store, this.chain, [made.value], () => this.now);
      results.push(made);
    }
    return results;
  }

  /** What has waited for a while is looked at for a nonce that nobody holds, and that is filled; gives what became of each look. */
  async fill(waiting: readonly Replaceable[]): Promise<readonly string[]> {
    const outcomes: string[] = [];
    for (const { attempts } of waiting) {
      const sent = attempts[0]?.nonce ?? 0;
      const next = (await this.chain.agreedNonce(FROM)) ?? sent;
      if (!this.store.hasGap(next, sent)) continue;
      outcomes.push(await this.#decideFill(() => this.store.hasGap(next, sent)));
    }
    return outcomes;
  }

  async #decideFill(isOpen: () => boolean): Promise<string> {
    const lane = { walletId: 'wallet', network: this.#network, from: FROM };
    const prepared = await prepareFill(prepareContext(this.chain), lane);
    const view = fillView(this.store, this.isFrozen);
    const decided = await decideFill(view, prepared, {
      ...{ id: `fill-${String((this.#ids += 1))}`, origin: FILL_ORIGIN, sessionId: null, actor: 'system', ipAddress: null },
      ...{ now: this.now, feeLimits: { maxUsd: '50', dailyUsd: '250', maxNative: { [this.#network]: this.feeCap } } },
      isOpen: () => Promise.resolve(isOpen()),
      isAffordable: () => !this.isBudgetSpent,
    });
    return typeof decided === 'string' ? decided : decided.row.id;
  }

  target(id: string): Replaceable {
    const row = this.store.rows.get(id);
    if (row === undefined) throw new Error('no such row');
    return { row, attempts: this.store.attemptsOf(id).filter(({ state }) => LANDABLE.has(state)) };
  }

  #replaceContext(): ReplaceContext {
    return {
      ...this.#context(),
      replacements: this.store,
      feeBudget: () => Promise.resolve(() => !this.isBudgetSpent),
      maxBumpFactor: 5n,
    };
  }

  statuses(): Readonly<Record<string, string>> {
    return Object.fromEntries([...this.store.rows].map(([id, row]) => [id, row.status]));
  }

  #context(): ExecuteContext {
    return {
      chain: this.chain,
      store: this.store,
      signer: { signTransaction: this.#sign } as unknown as SignerPort,
      keys: { keyOf: () => Promise.resolve({ identity: {}, key: {} } as never) },
      isStopped: () => this.isStopped,
      clock: { nowSeconds: () => this.now },
      ids: { next: () => `attempt-${String((this.#ids += 1))}` },
      freshFacts: (id) => this.fresh.get(id),
      feeCap: () => Promise.resolve(this.feeCap),
      report: (error) => void this.reported.push(error),
    };
  }

  readonly #sign = ({ kind, payload }: { kind: string; payload: string }): Promise<string> => {
    if (this.isSignerAway) return Promise.reject(new DomainError('KEYSTORE_LOCKED'));
    return Promise.resolve(signFakeTransaction({ kind, payload } as Parameters<typeof signFakeTransaction>[0], FROM));
  };
}

const ROW = {
  walletId: 'wallet',
  sessionId: 'session',
  origin: 'send',
  ipAddress: null,
  status: 'EXECUTING',
  revision: 0,
  tier: 'INSTANT',
  servedTier: null,
  decision: DECISION,
  policySetVersion: 1,
  usdMicros: null,
  maxFee: 0n,
  waitReason: null,
  approvalReason: null,
  executeAt: null,
  expiresAt: null,
  approval: null,
  txHash: null,
  createdAt: 1_795_330_000,
} as const;
