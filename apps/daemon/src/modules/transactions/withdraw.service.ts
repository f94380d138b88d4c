import { Injectable } from '@nestjs/common';
import type { WithdrawRequest, WithdrawResponse, WithdrawResult } from '@waiaas/api-types';
import { DomainError, hashJson, type Network } from '@waiaas/core';
import { networkOfSend, type WalletSnapshot } from '@waiaas/pipeline';
import type { OwnerActor, OwnerProof } from '../../common/auth/actor.js';
import { Clock } from '../../common/time/clock.js';
import { SweepAssets } from './sweep-assets.service.js';
import { SweepService } from './sweep.service.js';
import { WaitingAnswerService } from './waiting-answer.service.js';
import { WalletSnapshots } from './wallet-snapshots.repository.js';
import { WithdrawGate, type Withdrawal } from './withdraw-gate.repository.js';

/** The coin goes last: what the tokens cost is known once they have landed. A client waits for thirty seconds in all. */
const TOKENS_PATIENCE_MS = 8_000;
const COIN_PATIENCE_MS = 16_000;

interface Sweeping {
  readonly withdrawal: Withdrawal;
  readonly wallet: WalletSnapshot;
  readonly network: Network;
  /** Named ones are answered for even where there is nothing of them. */
  readonly isNamed: boolean;
}

/**
 * Sweeps a wallet to its verified owner, one row per asset. Each is durable before the next is looked at: after a crash what was
 * begun goes on by itself, and the owner asks again for the rest. One asset that cannot move holds up no other.
 */
@Injectable()
export class WithdrawService {
  constructor(
    private readonly wallets: WalletSnapshots,
    private readonly gate: WithdrawGate,
    private readonly assets: SweepAssets,
    private readonly sweeps: SweepService,
    private readonly waiting: WaitingAnswerService,
    private readonly clock: Clock,
  ) {}

  async withdraw(walletId: string, body: WithdrawRequest, { proof, clientAddress }: OwnerActor): Promise<WithdrawResponse> {
    requireSignedBody(body, proof);
    const wallet = await this.wallets.get(walletId);
    const network = networkOfSend(wallet, body.network);
    if (!network.ok) throw network.error;
    const withdrawal = { walletId, network: network.value.name, proof, ipAddress: clientAddress };
    await this.gate.require(withdrawal);
    const sweeping = { withdrawal, wallet, network: network.value, isNamed: body.assets !== undefined };
    const wanted = await this.assets.wanted(wallet, network.value, body.assets);
    const begun = this.clock.nowMs();
    const results: WithdrawResult[] = [];
    for (const asset of wanted) {
      if (asset === 'native') await this.#settle(results, begun + TOKENS_PATIENCE_MS);
      results.push(...(await this.#sweep(sweeping, asset)));
    }
    return answerOf(await this.#settle(results, begun + COIN_PATIENCE_MS));
  }

  async #sweep({ withdrawal, wallet, network, isNamed }: Sweeping, asset: string): Promise<readonly WithdrawResult[]> {
    try {
      const swept = await this.sweeps.sweep(withdrawal, wallet, await this.assets.resolve(network, asset));
      if (swept !== null) return [{ asset, ...swept, status: 'pending' }];
      const error = asset === 'native' ? 'INSUFFICIENT_BALANCE' : 'INSUFFICIENT_TOKEN_BALANCE';
      return isNamed ? [{ asset, amount: '0', status: 'failed', transactionId: null, error }] : [];
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      // Of tokens nobody named, one that does not exist here is nothing to speak of.
      if (!isNamed && error.code === 'TOKEN_NOT_FOUND') return [];
      return [{ asset, amount: '0', status: 'failed', transactionId: null, error: error.code }];
    }
  }

  /** What became of the rows by then. */
  async #settle(results: readonly WithdrawResult[], deadlineMs: number): Promise<readonly WithdrawResult[]> {
    return Promise.all(results.map(async (result) => this.#settled(result, deadlineMs)));
  }

  async #settled(result: WithdrawResult, deadlineMs: number): Promise<WithdrawResult> {
    if (result.transactionId === null) return result;
    const row = await this.waiting.settled(result.transactionId, deadlineMs, () => false);
    if (row === undefined) return result;
    return {
      ...result,
      status: statusOf(row.status),
      ...(row.txHash === null ? {} : { txHash: row.txHash }),
      ...(row.errorCode === null ? {} : { error: row.errorCode }),
    };
  }
}

function statusOf(status: string): WithdrawResult['status'] {
  if (status === 'CONFIRMED') return 'success';
  return status === 'EXECUTING' || status === 'SUBMITTED' ? 'pending' : 'failed';
}

function answerOf(results: readonly WithdrawResult[]): WithdrawResponse {
  const count = (status: WithdrawResult['status']): number => results.filter((result) => result.status === status).length;
  return { total: results.length, succeeded: count('success'), failed: count('failed'), results: [...results] };
}

/** The text the owner read covers this body and no other. */
function requireSignedBody(body: WithdrawRequest, proof: OwnerProof): void {
  if (proof.bodyHash === hashJson({ ...body })) return;
  throw new DomainError('APPROVAL_STALE', { hint: 'The signed body differs from the one sent.' });
}
