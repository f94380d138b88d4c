import { Injectable } from '@nestjs/common';
import { DomainError, type Network } from '@waiaas/core';
import {
  decideSignature,
  OUTDATED,
  type LedgerView,
  type NewSignature,
  type PrepareContext,
  type PreparedSignature,
  type SignatureRow,
  type WalletSnapshot,
} from '@waiaas/pipeline';
import type { SessionActor } from '../../common/auth/actor.js';
import { Clock } from '../../common/time/clock.js';
import { IdSource } from '../../common/time/id-source.js';
import type { Tx } from '../../infra/prisma/database.js';
import { denialBody } from './answers.js';
import { FeeLimitsReader } from './fee-limits.service.js';
import { LedgerRepository } from './ledger.repository.js';
import type { ReplayKey } from './replays.service.js';
import { RequestFacts } from './request-facts.service.js';
import { SignatureStore } from './signature-store.service.js';
import { SigningService } from './signing.service.js';
import type { KnownSignature } from './signature-keys.repository.js';

export interface SignatureCall {
  readonly actor: SessionActor;
  readonly wallet: WalletSnapshot;
  readonly network: Network;
  readonly requestId: string;
  readonly key: ReplayKey | undefined;
  readonly isGone: () => boolean;
  readonly prepare: (ports: PrepareContext) => Promise<PreparedSignature>;
}

export interface SignatureOutcome {
  readonly id: string;
  readonly status: number;
  readonly body: unknown;
  readonly isReplay: boolean;
}

/** Time and ids of a decision. */
@Injectable()
export class SignTime {
  constructor(
    readonly clock: Clock,
    readonly ids: IdSource,
  ) {}
}

/** Decides a signature, puts it on record, has it made and answers it: in this order, each durable before the next. */
@Injectable()
export class SignService {
  constructor(
    private readonly ledger: LedgerRepository,
    private readonly facts: RequestFacts,
    private readonly store: SignatureStore,
    private readonly signing: SigningService,
    private readonly fees: FeeLimitsReader,
    private readonly time: SignTime,
  ) {}

  async sign(call: SignatureCall): Promise<SignatureOutcome> {
    const { key } = call;
    if (key === undefined) return this.#decide(call);
    return this.store.replays.alone(key, async () => {
      const known = await this.store.replays.known(key);
      return known === undefined ? this.#decide(call) : this.#again(call, known);
    });
  }

  async #decide(call: SignatureCall): Promise<SignatureOutcome> {
    refuseInactive(call.wallet);
    const gatherer = { sessionId: call.actor.sessionId, isGone: call.isGone };
    const decided = await this.facts.untilCurrent(async () => {
      const prepared = await this.facts.gather(call.network.name, call.prepare, { gatherer });
      return this.ledger.underLock(call.wallet.id, call.actor.sessionId, (view, tx) => this.#inside(call, prepared, view, tx));
    });
    if ('answer' in decided) return this.#again(call, decided);
    const { row, isKept } = decided;
    const status = row.status === 'DENIED' ? 403 : 200;
    this.store.log.answered(call.requestId, { transactionId: row.id, status, isReplay: false });
    if (status === 403)
      return { id: row.id, status, body: denialBody(isKept ? row.id : null, row.decision, call.requestId), isReplay: false };
    const body = await this.signing.finish(toRow(row));
    return { id: row.id, status, body, isReplay: false };
  }

  /** Undefined where the facts are older than the policies. */
  async #inside(
    call: SignatureCall,
    prepared: PreparedSignature,
    view: LedgerView,
    tx: Tx,
  ): Promise<{ readonly row: NewSignature; readonly isKept: boolean } | KnownSignature | undefined> {
    if (call.isGone()) throw new DomainError('REQUEST_TIMEOUT');
    const { sessionId } = call.actor;
    const twin = call.key === undefined ? await this.store.replays.twin(tx, sessionId, prepared.requestHash) : undefined;
    if (twin !== undefined) return twin;
    const row = await decideSignature(view, prepared, {
      ...{ id: this.time.ids.next(), attemptId: this.time.ids.next(), sessionId, actor: `session:${sessionId}` },
      ipAddress: call.actor.clientAddress,
      now: this.time.clock.nowSeconds(),
      feeLimits: this.fees.current(),
      freeNonce: (first) => this.store.rows.freeNonce(tx, call.wallet.id, call.network.name, first),
    });
    if (row === OUTDATED) return undefined;
    if (!(await this.store.rows.insert(tx, row, view.policySetVersion))) return { row, isKept: false };
    await this.store.replays.store(tx, row.id, call.key);
    if (row.status === 'DENIED') await this.store.keys.deny(tx, row.id, denialBody(row.id, row.decision, call.requestId));
    return { row, isKept: true };
  }

  /** The stored answer; or where a crash cut it off, the signature that was decided then. */
  async #again({ requestId }: SignatureCall, { id, answer, isSpent }: KnownSignature): Promise<SignatureOutcome> {
    if (isSpent) throw new DomainError('TX_ALREADY_PROCESSED', { details: { transactionId: id } });
    this.store.log.answered(requestId, { transactionId: id, status: answer?.status ?? 200, isReplay: true });
    if (answer !== undefined) return { id, ...answer, isReplay: true };
    const known = await this.store.rows.find(id);
    if (known === undefined) throw new DomainError('TX_NOT_FOUND');
    return { id, status: 200, body: await this.signing.finish(known.row), isReplay: true };
  }
}

function toRow(row: NewSignature): SignatureRow {
  const { id, status, tier, request, requestHash, decision } = row;
  return { id, walletId: request.walletId, status, tier, request, requestHash, decision };
}

function refuseInactive({ status }: WalletSnapshot): void {
  if (status === 'SUSPENDED') throw new DomainError('WALLET_SUSPENDED');
  if (status === 'TERMINATED') throw new DomainError('WALLET_TERMINATED');
}
