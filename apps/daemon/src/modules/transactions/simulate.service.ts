import { Injectable } from '@nestjs/common';
import {
  judge,
  judgeable,
  parseSend,
  prepareSend,
  type ParsedSend,
  type PrepareContext,
  type PreparedTx,
  type WalletSnapshot,
} from '@waiaas/pipeline';
import type { Decision } from '@waiaas/policy';
import type { SimulateResponse } from '@waiaas/api-types';
import type { SessionActor } from '../../common/auth/actor.js';
import { Clock } from '../../common/time/clock.js';
import { readBalances } from './balance-changes.js';
import { FeeLimitsReader } from './fee-limits.service.js';
import { LedgerRepository } from './ledger.repository.js';
import { RequestFacts } from './request-facts.service.js';
import type { SendCall } from './send.service.js';
import { toSendInput } from './send-input.mapper.js';
import { toSimulateResponse } from './simulation.mapper.js';

export type SimulateCall = Pick<SendCall, 'actor' | 'wallet' | 'body' | 'isGone'>;

/** The same stages as a send, up to the verdict, and nothing is stored. */
@Injectable()
export class SimulateService {
  constructor(
    private readonly ledger: LedgerRepository,
    private readonly facts: RequestFacts,
    private readonly fees: FeeLimitsReader,
    private readonly clock: Clock,
  ) {}

  async simulate({ actor, wallet, body, isGone }: SimulateCall): Promise<SimulateResponse> {
    const startedAt = this.clock.nowMs();
    const parsed = parseSend(wallet, toSendInput(body));
    if (!parsed.ok) throw parsed.error;
    const { network } = parsed.value;
    const simulated = await this.facts.untilCurrent(async () => {
      const { prepared, balances } = await this.facts.gather(
        network.name,
        (context) => this.#look(context, wallet, parsed.value),
        { gatherer: { sessionId: actor.sessionId, isGone }, late: 'SIMULATION_TIMEOUT' },
      );
      const decision = await this.#judge(actor, prepared);
      return decision === undefined ? undefined : { prepared, balances, decision };
    });
    return toSimulateResponse(simulated, this.clock.nowMs() - startedAt);
  }

  async #look(context: PrepareContext, wallet: WalletSnapshot, parsed: ParsedSend) {
    const result = await prepareSend(context, wallet, parsed);
    if (!result.ok) throw result.error;
    return { prepared: result.value, balances: await readBalances(context.chain, result.value) };
  }

  /** Undefined where the facts are older than the policies. */
  async #judge(actor: SessionActor, prepared: PreparedTx): Promise<Decision | undefined> {
    return this.ledger.underLock(prepared.intent.walletId, actor.sessionId, async (view) => {
      if (view.policySetVersion !== prepared.policySetVersion) return undefined;
      const options = { now: this.clock.nowSeconds(), feeLimits: this.fees.current() };
      return (await judge(view, judgeable(prepared), options)).decision;
    });
  }
}
