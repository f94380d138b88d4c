import type { InboxBalanceChange, InboxOperation } from '@waiaas/api-types';
import type { ApprovalFacts, ApprovalOperation } from './approval-subject.port.js';
import { symbolOf } from './text/operation-text.js';

/** Kinds whose amount leaves the wallet when they run. An allowance leaves only when somebody uses it. */
const LEAVES = new Set(['TRANSFER', 'TOKEN_TRANSFER', 'NFT_TRANSFER', 'CONTRACT_CALL', 'CONTRACT_DEPLOY']);

export function toInboxOperation(operation: ApprovalOperation): InboxOperation {
  const { kind, target, amount, decimals, asset, selector } = operation;
  return { kind, target, amount, symbol: symbolOf(operation), decimals, asset, selector: selector ?? null };
}

/** Each address once, in the order the operations name them. */
export function recipientsOf({ operations }: ApprovalFacts): readonly string[] {
  return [...new Set(operations.flatMap(({ target }) => target ?? []))];
}

/** What leaves the wallet, summed per asset. An amount that could not be decoded makes no sum, so its asset reads null. */
export function balanceChangesOf({ operations }: ApprovalFacts): InboxBalanceChange[] {
  const changes = new Map<string, { operation: ApprovalOperation; sum: bigint | null }>();
  for (const operation of operations.filter(({ kind }) => LEAVES.has(kind))) {
    if (operation.asset === null) continue;
    const sum = changes.get(operation.asset)?.sum;
    const amount = operation.amount === null ? null : BigInt(operation.amount);
    changes.set(operation.asset, { operation, sum: sum === null || amount === null ? null : (sum ?? 0n) + amount });
  }
  return [...changes].map(([asset, { operation, sum }]) => ({
    asset,
    symbol: symbolOf(operation),
    decimals: operation.decimals,
    changeAmount: sum === null ? null : (-sum).toString(),
  }));
}
