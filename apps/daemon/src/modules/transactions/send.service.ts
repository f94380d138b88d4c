import { Injectable } from '@nestjs/common';
import { DomainError } from '@waiaas/core';
import {
  decideNew,
  OUTDATED,
  parseSend,
  prepareSend,
  type FreshFacts,
  type Lane,
  type LedgerView,
  type PreparedTx,
  type WalletSnapshot,
} from '@waiaas/pipeline';
import type { SendRequest } from '@waiaas/api-types';
import type { SessionActor } from '../../common/auth/actor.js';
import type { Tx } from '../../infra/prisma/database.js';
import { Approvability } from './approvability.service.js';
import { answerOf, type Answer } from './answers.js';
import { DecisionRounds } from './decision-rounds.service.js';
import { FeeLimitsReader } from './fee-limits.service.js';
import type { StoredAnswer } from './idempotency.repository.js';
import { LedgerRepository } from './ledger.repository.js';
import { ReplaysService, type ReplayKey } from './replays.service.js';
import { SignTime } from './sign.service.js';
import { toSendInput } from './send-input.mapper.js';

export interface SendCall {
  readonly actor: SessionActor;
  readonly wallet: WalletSnapshot;
  readonly body: SendRequest;
  readonly requestId: string;
  readonly key: ReplayKey | undefined;
  /** A client that is gone before the commit leaves nothing. */
  readonly isGone: () => boolean;
}

export interface Started extends Lane {
  /** Read for the verdict a moment ago; good for building the first attempt. */
  readonly facts: FreshFacts;
}

export interface SendOutcome extends Answer {
  readonly transactionId: string;
  readonly isReplay: boolean;
  /** Set when this call wrote the row and it runs now. */
  readonly started: Started | undefined;
}

interface Decision {
  readonly call: SendCall;
  readonly prepared: PreparedTx;
  readonly tx: Tx;
  readonly view: LedgerView;
}

@Injectable()
export class SendService {
  constructor(
    private readonly ledger: LedgerRepository,
    private readonly rounds: DecisionRounds,
    private readonly replays: ReplaysService,
    private readonly fees: FeeLimitsReader,
    private readonly approvability: Approvability,
    private readonly time: SignTime,
  ) {}

  /** Decides one request and answers as of the commit. Never answers 5xx once the commit is made. */
  async send(call: SendCall): Promise<SendOutcome> {
    const { key } = call;
    if (key === undefined) return this.#decide(call);
    return this.replays.alone(key, async () => {
      const known = await this.replays.known(key);
      return known === undefined ? this.#decide(call) : replay(known);
    });
  }

  async #decide(call: SendCall): Promise<SendOutcome> {
    const parsed = parseSend(call.wallet, toSendInput(call.body));
    if (!parsed.ok) throw parsed.error;
    refuseInactive(call.wallet);
    const { network } = parsed.value;
    return this.rounds.decide(network.name, {
      gatherer: { sessionId: call.actor.sessionId, isGone: call.isGone },
      gather: async (context) => {
        const prepared = await prepareSend(context, call.wallet, parsed.value);
        if (!prepared.ok) throw prepared.error;
        return prepared.value;
      },
      decide: (prepared) =>
        this.ledger.underLock(call.wallet.id, call.actor.sessionId, (view, tx) =>
          this.#decideInside({ call, prepared, tx, view }),
        ),
    });
  }

  /** Undefined where the facts are older than the policies. */
  async #decideInside(decision: Decision): Promise<SendOutcome | undefined> {
    const { call, prepared, tx, view } = decision;
    if (call.isGone()) throw new DomainError('REQUEST_TIMEOUT');
    const twin = call.key === undefined ? await this.#twin(decision) : undefined;
    if (twin !== undefined) return replay(twin);
    const { sessionId } = call.actor;
    const decided = await decideNew(view, prepared, {
      id: this.time.ids.next(),
      origin: 'send',
      sessionId,
      actor: `session:${sessionId}`,
      ipAddress: call.actor.clientAddress,
      now: this.time.clock.nowSeconds(),
      feeLimits: this.fees.current(),
      ...this.approvability.context(view),
    });
    if (decided === OUTDATED) return undefined;
    const { row, isKept } = decided;
    const answer = answerOf(row, view.policySetVersion, { requestId: call.requestId, isKept });
    if (isKept) await this.replays.store(tx, { transactionId: row.id, ...answer }, call.key);
    const started = row.status === 'EXECUTING' ? startedOf(prepared) : undefined;
    return { ...answer, transactionId: row.id, isReplay: false, started };
  }

  async #twin({ call, prepared, tx, view }: Decision): Promise<StoredAnswer | undefined> {
    return this.replays.twin(tx, view, {
      sessionId: call.actor.sessionId,
      requestHash: prepared.requestHash,
      allowDuplicate: call.body.allowDuplicate === true,
    });
  }
}

function startedOf({ intent, facts }: PreparedTx): Started {
  const { walletId, network, from } = intent;
  return { walletId, network, from, facts };
}

/** Before facts are read: a wallet that cannot pay does not trouble its nodes. Asked again under the lock. */
function refuseInactive(wallet: WalletSnapshot): void {
  if (wallet.status === 'SUSPENDED') throw new DomainError('WALLET_SUSPENDED');
  if (wallet.status === 'TERMINATED') throw new DomainError('WALLET_TERMINATED');
}

function replay(answer: StoredAnswer): SendOutcome {
  return {
    status: answer.status,
    body: answer.body as Answer['body'],
    transactionId: answer.transactionId,
    isReplay: true,
    started: undefined,
  };
}
