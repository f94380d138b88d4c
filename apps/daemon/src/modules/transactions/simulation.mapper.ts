import { networkOf, type PriceQuote } from '@waiaas/core';
import { isGasMet, type PreparedTx } from '@waiaas/pipeline';
import type { Decision, DecisionResult } from '@waiaas/policy';
import type { SimulateResponse } from '@waiaas/api-types';
import { balanceChangesOf, coversOwn, type Balances } from './balance-changes.js';

export interface Simulated {
  readonly prepared: PreparedTx;
  readonly balances: Balances;
  readonly decision: Decision;
}

/** What a send would be told and what it would do, as far as the chain can tell now. */
export function toSimulateResponse({ prepared, balances, decision }: Simulated, durationMs: number): SimulateResponse {
  const { intent, facts } = prepared;
  const { result, operations } = decision;
  const balanceChanges = balanceChangesOf(prepared, balances, operations);
  const isPayable = coversOwn(prepared, balanceChanges);
  const error = facts.simulationError ?? null;
  return {
    success: error === null && isPayable && result.allowed,
    policy: { ...result, downgraded: false },
    fee: feeOf(prepared),
    balanceChanges,
    warnings: warningsOf(result, isPayable),
    simulation: {
      success: error === null,
      logs: facts.simulationLogs ?? [],
      unitsConsumed: unitsOf(prepared),
      error,
    },
    meta: { chain: intent.chain, network: intent.network, transactionType: intent.type, durationMs },
    ...(intent.gasCondition === undefined ? {} : { gasCondition: { met: isGasMet(prepared) } }),
  };
}

function feeOf(prepared: PreparedTx): NonNullable<SimulateResponse['fee']> {
  const { fee, params } = prepared.facts;
  const network = networkOf(prepared.intent.network);
  const price = prepared.prices.find((known) => known.network === network.name && known.asset === 'native')?.quote;
  const createsAccount = params.kind === 'solana' && params.createsTokenAccount;
  return {
    estimatedFee: fee.maxFee.toString(),
    feeSymbol: network.nativeSymbol,
    feeDecimals: network.nativeDecimals,
    feeUsd: displayUsd(fee.maxFee, network.nativeDecimals, price),
    ...(params.kind === 'solana' ? { needsAtaCreation: createsAccount } : {}),
    ...(createsAccount ? { ataRentCost: fee.rent.toString() } : {}),
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

function unitsOf({ facts: { params } }: PreparedTx): number {
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
