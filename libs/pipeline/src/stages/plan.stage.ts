import { DomainError, type ChainFacts, type ChainPort, type NetworkName } from '@waiaas/core';
import type { ClockPort, IdPort } from '../ports/clock.port.js';
import type { ExecutionStorePort, PlannedAttempt } from '../ports/execution-store.port.js';
import type { Promised } from '../ports/ledger.port.js';
import type { TransactionRow } from '../ports/rows.js';
import { NOTHING_PROMISED, shortageOf, withNeed, type Holdings } from '../values/funds.js';
import { authorizeExecution } from './policy.stage.js';

export interface PlanContext {
  readonly chain: ChainPort;
  readonly store: ExecutionStorePort;
  readonly clock: ClockPort;
  readonly ids: IdPort;
  /** What the verdict was made of a moment ago, so that an instant payment asks the node once. Undefined where that is long past. */
  readonly freshFacts: (transactionId: string) => FreshFacts | undefined;
  /** The most an attempt may cost now, in base units of the coin. */
  readonly feeCap: (network: NetworkName) => Promise<bigint>;
  /** Hears of failures that no code names: bugs. The row waits and is looked at again. */
  readonly report: (error: unknown) => void;
}

export type FreshFacts = Pick<ChainFacts, 'params' | 'simulationError'>;

export interface Plans {
  readonly plans: readonly PlannedAttempt[];
  /** Rows that have to wait for a passing reason. */
  readonly stalled: number;
}

/** What is known of one row: facts, with what the wallet has where it was asked now; or why there are none. */
type Look = { readonly facts: FreshFacts; readonly holdings: Holdings | undefined } | { readonly never: string } | 'stalled';

type Verdict = PlannedAttempt | { readonly never: string } | 'stalled';

/**
 * Parameters for rows that are about to get bytes, oldest first. A row that can never run ends here, before a nonce is given out
 * and before anything is signed: no authority, a failing simulation, a fee above the cap, funds that are not there. Funds that
 * others of the wallet hold until their block comes are waited for.
 */
export async function planAll(context: PlanContext, rows: readonly TransactionRow[]): Promise<Plans> {
  const looks = await Promise.all(rows.map(async (row) => ({ row, look: await lookAt(context, row) })));
  let promised = await promisedToOthers(context, looks);
  const [first] = rows;
  const feeCap = first === undefined ? 0n : await context.feeCap(first.network);
  const plans: PlannedAttempt[] = [];
  let stalled = 0;
  for (const { row, look } of looks) {
    const verdict = verdictOn(context, row, { look, promised, feeCap });
    if (verdict === 'stalled') stalled += 1;
    else if ('never' in verdict) await abandon(context, row, verdict.never);
    else {
      plans.push(verdict);
      promised = withNeed(promised, { intent: row.intent, maxFee: verdict.maxFee });
    }
  }
  return { plans, stalled };
}

/** Ends a row of which nothing was broadcast. */
export async function abandon(
  context: Pick<PlanContext, 'store' | 'clock'>,
  row: TransactionRow,
  errorCode: string,
): Promise<void> {
  const at = context.clock.nowSeconds();
  await context.store.abandon(row, { row, to: 'FAILED', at, actor: 'system', set: { errorCode, error: null } });
}

async function lookAt(context: PlanContext, row: TransactionRow): Promise<Look> {
  const authority = authorizeExecution(row, context.clock.nowSeconds());
  if (!authority.ok) return { never: authority.error };
  const fresh = context.freshFacts(row.id);
  if (fresh !== undefined) return { facts: fresh, holdings: undefined };
  try {
    const facts = await context.chain.gather(row.intent);
    return { facts, holdings: facts };
  } catch (error) {
    if (!(error instanceof DomainError)) context.report(error);
    return error instanceof DomainError && !PASSING.has(error.code) ? { never: finalCode(error.code) } : 'stalled';
  }
}

const PASSING: ReadonlySet<string> = new Set(['ADAPTER_NOT_AVAILABLE', 'CHAIN_ERROR', 'KEYSTORE_LOCKED', 'STORAGE_UNAVAILABLE']);

function finalCode(code: string): string {
  return code === 'INTERNAL_ERROR' ? 'SIMULATION_FAILED' : code;
}

function needsPromises({ facts, holdings }: { readonly facts: FreshFacts; readonly holdings: Holdings | undefined }): boolean {
  return holdings !== undefined || facts.simulationError !== undefined;
}

/** Funds are looked at only where the verdict's own look is long past. */
async function promisedToOthers(
  { store }: PlanContext,
  looks: readonly { readonly row: TransactionRow; readonly look: Look }[],
): Promise<Promised> {
  const asked = looks.find(({ look }) => look !== 'stalled' && 'facts' in look && needsPromises(look));
  if (asked === undefined) return NOTHING_PROMISED;
  const { walletId, network } = asked.row;
  return store.promised(
    walletId,
    network,
    looks.map(({ row }) => row.id),
  );
}

function verdictOn(
  context: PlanContext,
  row: TransactionRow,
  { look, promised, feeCap }: { readonly look: Look; readonly promised: Promised; readonly feeCap: bigint },
): Verdict {
  if (look === 'stalled' || 'never' in look) return look;
  const { facts, holdings } = look;
  const maxFee = context.chain.maxFee(row.intent, facts.params);
  if (maxFee > feeCap) return { never: 'FEE_TOO_HIGH' };
  if (holdings !== undefined) {
    const need = { intent: row.intent, maxFee };
    const lacking = shortageOf(need, holdings, NOTHING_PROMISED);
    if (lacking !== undefined) return { never: lacking.code };
    if (shortageOf(need, holdings, promised) !== undefined) return 'stalled';
  }
  // What others of the wallet do that no block holds yet may be what it needs.
  if (facts.simulationError !== undefined) return promised.native > 0n ? 'stalled' : { never: 'SIMULATION_FAILED' };
  return { id: context.ids.next(), row, params: facts.params, maxFee };
}
