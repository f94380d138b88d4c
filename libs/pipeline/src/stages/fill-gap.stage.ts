import type { HistoryRow } from '@waiaas/policy';
import type { LedgerView } from '../ports/ledger.port.js';
import type { WalletSnapshot } from '../ports/rows.js';
import type { Lane } from './execute.stage.js';
import { newTransaction } from './decide/verdict-rows.js';
import { refuseWithoutFunds } from './decide/funds.js';
import { judgeable, OUTDATED, type Decided, type NewRowContext } from './decide.stage.js';
import { judge } from './policy.stage.js';
import { prepareAgain, requestHashOf, type PreparedTx } from './prepare.stage.js';
import type { PrepareContext } from './prepare/live-facts.js';

/** The origin of rows that fill a nonce nobody holds. */
export const FILL_ORIGIN = 'fill';

export interface FillContext extends NewRowContext {
  /** Whether the nonce is still nobody's, and nothing of the wallet is about to take it. */
  readonly isOpen: () => Promise<boolean>;
  /** Whether this fee, beside those of the wallet's other rows, stays within the fees of a day. */
  readonly isAffordable: (history: readonly HistoryRow[], maxFee: bigint) => boolean;
}

export type FillRefusal = 'closed' | 'filled' | 'over-fee-cap' | 'over-budget' | typeof OUTDATED;

/** Nothing, from the wallet to itself. */
export async function prepareFill(context: PrepareContext, { walletId, network, from }: Lane): Promise<PreparedTx> {
  return prepareAgain(context, { type: 'TRANSFER', walletId, chain: 'ethereum', network, from, to: from, amount: '0' });
}

/**
 * Writes a row that takes the lowest nonce nobody holds, so that what was sent behind it can land. Policies are about what a wallet pays, and
 * this pays nothing: no tier judges it. What it costs is held to the cap on fees and to the fees of a day, and counts in them. A wallet
 * that is not active, or a daemon that is frozen, fills nothing.
 */
export async function decideFill(view: LedgerView, prepared: PreparedTx, context: FillContext): Promise<Decided | FillRefusal> {
  const { wallet } = view;
  if (wallet.status !== 'ACTIVE' || view.isSystemLocked || !isFill(prepared, wallet)) return 'closed';
  if (view.policySetVersion !== prepared.policySetVersion) return OUTDATED;
  if (!(await context.isOpen())) return 'filled';
  const judged = await judge(view, judgeable(prepared), context);
  if (judged.stored.matched.some(isFeeDenial)) return 'over-fee-cap';
  const history = await view.history(context.now);
  if (!context.isAffordable(history, prepared.facts.fee.maxFee)) return 'over-budget';
  await refuseWithoutFunds(view, prepared);
  const wait = { approvalReason: null, delaySeconds: null, approvalTimeoutSeconds: null, suggestion: null };
  const stored = { ...judged.stored, ...wait, allowed: true, tier: 'INSTANT', denyCode: null, reason: null } as const;
  const placement = { status: 'EXECUTING', tier: 'INSTANT', waitReason: null, executeAt: null, expiresAt: null } as const;
  const row = newTransaction({ judged: { ...judged, stored }, prepared, placement }, context);
  return { row, decision: stored, isKept: await view.insert(row) };
}

function isFill({ intent, requestHash }: PreparedTx, { address }: WalletSnapshot): boolean {
  const isNothing = intent.type === 'TRANSFER' && intent.amount === '0' && intent.to === address && intent.from === address;
  return isNothing && intent.chain === 'ethereum' && requestHashOf(intent) === requestHash;
}

function isFeeDenial(match: unknown): boolean {
  return typeof match === 'object' && match !== null && 'code' in match && match.code === 'FEE_TOO_HIGH';
}
