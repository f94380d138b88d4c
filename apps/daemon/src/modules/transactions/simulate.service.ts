import { Injectable } from '@nestjs/common';
import { networkOf, type PriceQuote } from '@waiaas/core';
import { feeCapOf, isGasMet, judge, parseSend, prepareSend, type PreparedTx, type WalletSnapshot } from '@waiaas/pipeline';
import type { DecisionResult } from '@waiaas/policy';
import type { BalanceChange, SendRequest, SimulateResponse } from '@waiaas/api-types';
import type { SessionActor } from '../../common/auth/actor.js';
import { Clock } from '../../common/time/clock.js';
import { LedgerRepository } from './ledger.repository.js';
import { RequestFacts } from './request-facts.service.js';

/** The same stages as a send, up to the verdict, and nothing is stored. */
@Injectable()
export class SimulateService {
  constructor(
    private readonly ledger: LedgerRepository,
    private readonly facts: RequestFacts,
    private readonly clock: Clock,
  ) {}

  async simulate(actor: SessionActor, wallet: WalletSnapshot, body: SendRequest): Promise<SimulateResponse> {
    const startedAt = this.clock.nowMs();
    const parsed = parseSend(wallet, body);
    if (!parsed.ok) throw parsed.error;
    const prepared = await this.facts.gather(parsed.value.network.name, (context) => prepareSend(context, wallet, parsed.value));
    if (!prepared.ok) throw prepared.error;
    const { intent } = prepared.value;
    const { decision } = await this.ledger.underLock(wallet.id, actor.sessionId, (view) =>
      judge(view, prepared.value, { now: this.clock.nowSeconds(), feeCap: feeCapOf(intent.network) }),
    );
    return describe(prepared.value, decision.result, this.clock.nowMs() - startedAt);
  }
}

function describe(prepared: PreparedTx, result: DecisionResult, durationMs: number): SimulateResponse {
  const { intent, facts } = prepared;
  const balanceChanges = balanceChangesOf(prepared);
  const isPayable = balanceChanges.every((change) => !change.afterBalance.startsWith('-'));
  const error = facts.simulationError ?? null;
  return {
    success: error === null && isPayable && result.allowed,
    policy: { ...result, downgraded: false },
    fee: feeOf(prepared),
    balanceChanges,
    warnings: warningsOf(result, isPayable),
    simulation: { success: error === null, logs: [], unitsConsumed: unitsOf(prepared), error },
    meta: { chain: intent.chain, network: intent.network, transactionType: intent.type, durationMs },
    ...(intent.gasCondition === undefined ? {} : { gasCondition: { met: isGasMet(prepared) } }),
  };
}

function feeOf(prepared: PreparedTx): NonNullable<SimulateResponse['fee']> {
  const { fee, params } = prepared.facts;
  const network = networkOf(prepared.intent.network);
  const price = prepared.prices.find((known) => known.network === network.name && known.asset === 'native')?.quote;
  const rent = params.kind === 'solana' && params.createsTokenAccount;
  return {
    estimatedFee: fee.maxFee.toString(),
    feeSymbol: network.nativeSymbol,
    feeDecimals: network.nativeDecimals,
    feeUsd: displayUsd(fee.maxFee, network.nativeDecimals, price),
    ...(params.kind === 'solana' ? { needsAtaCreation: rent } : {}),
    ...(rent ? { ataRentCost: fee.rent.toString() } : {}),
  };
}

/** For display only: no verdict and no sum is ever made of this number. */
function displayUsd(amount: bigint, decimals: number, quote: PriceQuote | undefined): number | null {
  const usd = quote?.usd ?? null;
  if (usd === null) return null;
  const [whole = '0', fraction = ''] = usd.split('.');
  const scaled = BigInt(whole + fraction) * amount * 1_000_000n;
  return Number(scaled / 10n ** BigInt(decimals + fraction.length)) / 1_000_000;
}

function balanceChangesOf(prepared: PreparedTx): readonly BalanceChange[] {
  const { intent, facts, token } = prepared;
  const network = networkOf(intent.network);
  const nativeOut = facts.fee.maxFee + (intent.type === 'TRANSFER' ? BigInt(intent.amount) : 0n);
  const coin = { asset: 'native', symbol: network.nativeSymbol, decimals: network.nativeDecimals };
  const native = change(coin, facts.nativeBalance, nativeOut);
  if (intent.type !== 'TOKEN_TRANSFER') return [native];
  const moved = { asset: intent.token.address, symbol: token?.symbol ?? '', decimals: intent.token.decimals };
  return [native, change(moved, facts.tokenBalance ?? 0n, BigInt(intent.amount))];
}

function change(asset: Pick<BalanceChange, 'asset' | 'symbol' | 'decimals'>, balance: bigint, out: bigint): BalanceChange {
  return {
    ...asset,
    currentBalance: balance.toString(),
    changeAmount: `-${out.toString()}`,
    afterBalance: (balance - out).toString(),
  };
}

function unitsOf(prepared: PreparedTx): number | null {
  const { params } = prepared.facts;
  return params.kind === 'solana' ? params.computeUnitLimit : Number(params.gasLimit);
}

function warningsOf(result: DecisionResult, isPayable: boolean): SimulateResponse['warnings'] {
  const fromPolicy = result.warnings.map((warning) => ({
    code: warning.code,
    message: WARNING_TEXT[warning.code],
    severity: 'warning' as const,
  }));
  const balance = {
    code: 'INSUFFICIENT_BALANCE',
    message: 'The balance does not cover amount and fee.',
    severity: 'error' as const,
  };
  return isPayable ? fromPolicy : [...fromPolicy, balance];
}

const WARNING_TEXT: Readonly<Record<DecisionResult['warnings'][number]['code'], string>> = {
  CUMULATIVE_LIMIT_WARNING: 'This request brings a cumulative limit to 80 % or more.',
  PRICE_AGING: 'A price is older than five minutes.',
  PRICE_DISPUTED: 'Price sources differ by more than 5 %.',
  HISTORY_UNVALUED: 'Some past amounts have no USD value now.',
};
