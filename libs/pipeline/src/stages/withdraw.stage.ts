import { DomainError, type Intent, type IntentToken } from '@waiaas/core';
import { say, wordingText } from '@waiaas/policy';
import type { LedgerView, Promised } from '../ports/ledger.port.js';
import type { StoredDecision, WalletSnapshot } from '../ports/rows.js';
import { newTransaction } from './decide/verdict-rows.js';
import { refuseWithoutFunds } from './decide/funds.js';
import { judgeable, OUTDATED, type Decided, type NewRowContext } from './decide.stage.js';
import { judge } from './policy.stage.js';
import { prepareAgain, requestHashOf, type PreparedTx } from './prepare.stage.js';
import type { PrepareContext } from './prepare/live-facts.js';

/** The coin, or a token as the chain knows it. */
export type SweptAsset = 'native' | IntentToken;

export interface SweepSubject {
  readonly wallet: WalletSnapshot;
  readonly network: Intent['network'];
  readonly asset: SweptAsset;
  /** What running requests take, and no block holds yet: it is theirs. */
  readonly promised: Promised;
}

/** A fee moves with the blocks: the amount of a sweep is settled when two looks agree. */
const MAX_LOOKS = 4;

/**
 * Everything of one asset that is not promised to a running request, to the wallet's owner and nobody else. Of the coin the largest
 * fee is left out, so that amount and fee together are the whole balance. Undefined where nothing is left.
 */
export async function prepareSweep(context: PrepareContext, subject: SweepSubject): Promise<PreparedTx | undefined> {
  const { asset, promised, wallet } = subject;
  if (asset === 'native') return prepareCoinSweep(context, subject);
  const balance = await context.chain.tokenBalance(wallet.address, asset.address);
  const amount = balance - (promised.tokens.get(asset.address) ?? 0n);
  return amount <= 0n ? undefined : prepareAgain(context, sweepIntent(subject, amount));
}

async function prepareCoinSweep(context: PrepareContext, subject: SweepSubject): Promise<PreparedTx | undefined> {
  let amount = 1n;
  for (let look = 0; look < MAX_LOOKS; look += 1) {
    const prepared = await prepareAgain(context, sweepIntent(subject, amount));
    const { nativeBalance, fee } = prepared.facts;
    const whole = nativeBalance - subject.promised.native - fee.maxFee;
    if (whole <= 0n) return undefined;
    if (whole === amount) return prepared;
    amount = whole;
  }
  throw new DomainError('ADAPTER_NOT_AVAILABLE', { hint: 'Fees move faster than they can be read. Ask again.' });
}

function sweepIntent({ wallet, network, asset }: SweepSubject, amount: bigint): Intent {
  const place = { walletId: wallet.id, chain: wallet.chain, network, from: wallet.address };
  const paid = { to: ownerOf(wallet), amount: amount.toString() };
  if (asset === 'native') return { type: 'TRANSFER', ...paid, ...place };
  return { type: 'TOKEN_TRANSFER', ...paid, token: { address: asset.address, decimals: asset.decimals }, ...place };
}

function ownerOf({ ownerState, ownerAddress }: WalletSnapshot): string {
  if (ownerState === 'LOCKED' && ownerAddress !== null) return ownerAddress;
  throw new DomainError('INVALID_STATE_TRANSITION', {
    hint: 'A withdrawal needs a verified owner: sign a verify challenge first.',
  });
}

/**
 * Writes a sweep that runs at once, under the wallet's lock. No tier and no limit judges it, and no freeze stops it: its one
 * freedom is which asset, and its recipient is the verified owner of this very moment. The cap on fees holds as everywhere, and
 * what is swept counts in the windows.
 */
export async function decideSweep(
  view: LedgerView,
  prepared: PreparedTx,
  context: NewRowContext,
): Promise<Decided | typeof OUTDATED> {
  if (view.wallet.status === 'TERMINATED') throw new DomainError('WALLET_TERMINATED');
  refuseAllButSweeps(view.wallet, prepared);
  if (view.policySetVersion !== prepared.policySetVersion) return OUTDATED;
  const judged = await judge(view, judgeable(prepared), context);
  const stored = sweepDecision(judged.stored);
  if (stored.allowed) await refuseWithoutFunds(view, prepared);
  const placement = stored.allowed
    ? ({ status: 'EXECUTING', tier: 'INSTANT', ...NO_WAIT } as const)
    : ({ status: 'DENIED', tier: null, ...NO_WAIT } as const);
  const row = newTransaction({ judged: { ...judged, stored }, prepared, placement }, context);
  return { row, decision: stored, isKept: await view.insert(row) };
}

const NO_WAIT = { waitReason: null, executeAt: null, expiresAt: null } as const;

function refuseAllButSweeps(wallet: WalletSnapshot, { intent, requestHash }: PreparedTx): void {
  const owner = ownerOf(wallet);
  const isSweep = (intent.type === 'TRANSFER' || intent.type === 'TOKEN_TRANSFER') && intent.to === owner;
  // The owner changed between the look and the lock.
  if (!isSweep || intent.from !== wallet.address || requestHashOf(intent) !== requestHash)
    throw new DomainError('INVALID_STATE_TRANSITION', { hint: 'The owner changed meanwhile; read the wallet again.' });
}

const SWEEP_FEE = say('SWEEP_FEE_ABOVE_CAP', {});

/** Only a fee above its cap refuses a sweep; every other verdict is about others than the owner. */
function sweepDecision(stored: StoredDecision): StoredDecision {
  const fee = stored.matched.find((match) => isFeeDenial(match));
  const wait = { approvalReason: null, delaySeconds: null, approvalTimeoutSeconds: null, suggestion: null, suggestionWords: [] };
  if (fee !== undefined)
    return {
      ...stored,
      ...wait,
      allowed: false,
      tier: null,
      denyCode: 'FEE_TOO_HIGH',
      ...{ reason: wordingText(SWEEP_FEE), reasonWords: SWEEP_FEE },
    };
  return { ...stored, ...wait, allowed: true, tier: 'INSTANT', denyCode: null, reason: null, reasonWords: null };
}

function isFeeDenial(match: unknown): boolean {
  return typeof match === 'object' && match !== null && 'code' in match && match.code === 'FEE_TOO_HIGH';
}
