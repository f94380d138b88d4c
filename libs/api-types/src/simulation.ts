import type { TierName } from './transactions.js';

export interface BalanceChange {
  readonly asset: string;
  readonly symbol: string;
  readonly decimals: number;
  readonly currentBalance: string;
  readonly changeAmount: string;
  readonly afterBalance: string;
}

export interface SimulateResponse {
  readonly success: boolean;
  readonly policy: Readonly<Record<string, unknown>> & {
    readonly allowed: boolean;
    readonly tier: TierName | null;
    readonly downgraded: false;
  };
  readonly fee: {
    readonly estimatedFee: string;
    readonly feeSymbol: string;
    readonly feeDecimals: number;
    /** For display only. */
    readonly feeUsd: number | null;
    readonly needsAtaCreation?: boolean;
    readonly ataRentCost?: string;
  } | null;
  readonly balanceChanges: readonly BalanceChange[];
  readonly warnings: readonly {
    readonly code: string;
    readonly message: string;
    readonly severity: 'info' | 'warning' | 'error';
  }[];
  readonly simulation: {
    readonly success: boolean;
    readonly logs: readonly string[];
    readonly unitsConsumed: number | null;
    readonly error: string | null;
  };
  readonly meta: {
    readonly chain: string;
    readonly network: string;
    readonly transactionType: string;
    readonly durationMs: number;
  };
  readonly gasCondition?: { readonly met: boolean };
}
