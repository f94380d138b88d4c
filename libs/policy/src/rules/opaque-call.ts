import type { Case } from '../effective/case.js';
import type { Operation } from '../operations/operation.js';
import { comparable } from '../value/asset.js';
import { contractWhitelist } from './contract-whitelist.rule.js';
import { listedMethods, methodWhitelist } from './method-whitelist.rule.js';

type Opened = Pick<Case, 'facts' | 'effective'>;

/** Whether somebody answers for the called contract: a list that names it, or the server that built the call. */
export function isKnownContract(opened: Opened, { contract }: Operation): boolean {
  if (opened.facts.context.trustedProvider === true) return true;
  return contract !== undefined && contractWhitelist.effectiveIn(opened)?.has(comparable(contract)) === true;
}

/** Whether contract and method of a call are both known, so that it is taken for what its method is known to do. */
export function isKnownMethod(opened: Opened, operation: Operation): boolean {
  const methods = methodWhitelist.effectiveIn(opened);
  const listed = methods === undefined ? undefined : listedMethods(methods, operation);
  return isKnownContract(opened, operation) && listed?.has(operation.selector?.toLowerCase() ?? '') === true;
}
