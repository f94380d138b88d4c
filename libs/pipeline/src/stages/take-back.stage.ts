import type { AttemptParams, Intent, NetworkName } from '@waiaas/core';
import type { ClockPort, IdPort } from '../ports/clock.port.js';
import type { AttemptRow } from '../ports/rows.js';
import type { TakeBackStorePort } from '../ports/take-back-store.port.js';
import { newestOf, type HandedOut } from './follow.stage.js';
import { authorizeTakeBack } from './policy.stage.js';
import { signTx, type SignContext } from './sign.stage.js';

export interface TakeBackContext extends SignContext {
  readonly takeBacks: TakeBackStorePort;
  readonly clock: ClockPort;
  readonly ids: IdPort;
  /** The most an attempt may cost now, in base units of the coin. */
  readonly feeCap: (network: NetworkName) => Promise<bigint>;
}

/**
 * Makes the bytes that free the nonce of a signature nobody has sent: nothing paid to the wallet itself, at the same nonce. One of the
 * two lands, and the chain tells which. Undefined where they may not be made now; what they would take may be there at the next look.
 */
export async function makeTakeBack(context: TakeBackContext, handed: HandedOut): Promise<AttemptRow | undefined> {
  const { row } = handed;
  const approved = authorizeTakeBack(row);
  if (!approved.ok || !(await context.takeBacks.maySign(row.id, row.walletId))) return undefined;
  const { intent } = approved.value;
  const params = await paramsWithin(context, intent, newestOf(handed).params);
  if (params === undefined) return undefined;
  const draft = newAttempt(handed, params, context);
  const { raw, hash } = await signTx(context, approved.value, draft);
  const attempt: AttemptRow = { ...draft, raw, txHash: hash };
  return (await context.takeBacks.keep(attempt, context.chain.maxFee(intent, params))) ? attempt : undefined;
}

function newAttempt(handed: HandedOut, params: AttemptParams, { clock, ids }: TakeBackContext): AttemptRow {
  const newest = newestOf(handed);
  const now = clock.nowSeconds();
  return {
    ...newest,
    ...{ id: ids.next(), number: newest.number + 1, kind: 'cancel', state: 'BROADCAST', outcome: 'unknown', params },
    ...{ raw: null, txHash: null, lastBroadcastAt: now, blockNumber: null, createdAt: now },
  };
}

/**
 * What the network asks for now; more where a node that has the signature after all would want more to let go of it, as long as that
 * stays under the cap. Undefined where even the first does not.
 */
async function paramsWithin(
  { chain, feeCap }: TakeBackContext,
  intent: Intent,
  before: AttemptParams,
): Promise<AttemptParams | undefined> {
  const fresh = await chain.params(intent);
  const cap = await feeCap(chain.network.name);
  return [outbidding(fresh, before), fresh].find((params) => chain.maxFee(intent, params) <= cap);
}

/** A quarter more than before, where that is more than is asked for. */
function outbidding(fresh: AttemptParams, before: AttemptParams): AttemptParams {
  if (fresh.kind !== 'evm' || before.kind !== 'evm') return fresh;
  const most = (now: string, then: string): string => {
    const bid = (BigInt(then) * 5n + 3n) / 4n;
    return bid > BigInt(now) ? bid.toString() : now;
  };
  return {
    ...fresh,
    maxFeePerGas: most(fresh.maxFeePerGas, before.maxFeePerGas),
    maxPriorityFeePerGas: most(fresh.maxPriorityFeePerGas, before.maxPriorityFeePerGas),
  };
}
