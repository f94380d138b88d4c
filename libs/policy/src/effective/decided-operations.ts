import type { DecidedOperation } from '../decision.js';
import type { Operation } from '../operations/operation.js';

export function decidedOperations(operations: readonly Operation[]): readonly DecidedOperation[] {
  return operations.map((operation) => ({
    path: operation.path,
    kind: operation.kind,
    target: operation.to ?? operation.spender ?? operation.contract ?? null,
    amount: operation.amount ?? null,
    asset: operation.token ?? 'native',
    decimals: operation.decimals ?? null,
    selector: operation.selector ?? null,
    line: '',
  }));
}
