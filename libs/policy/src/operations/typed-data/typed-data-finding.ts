import type { Tier } from '@waiaas/core';
import type { Facts } from '../../facts.js';
import type { TypedData } from '../../request.js';
import { higherTier } from '../../rules/finding.js';
import { decoded } from '../evm/abi-reader.js';
import { innerFinding, type CallScope, type Inside } from '../evm/call-findings.js';
import { draft, type Finding } from '../operation.js';
import { callOfSafeTx, deadlineOf, effectsOfMessage } from './message-effects.js';
import { isStandardName, recognisedStandard, type Standard } from './standards.js';

const DAY_SECONDS = 86_400;

const NOTHING_READ: Inside = { inner: [], isReadable: false };

/** A signature that is good for more than a day can be used long after anybody remembers it. */
function isLongLived(standard: Standard, data: TypedData, now: number): boolean {
  if (standard.deadline === undefined) return false;
  const deadline = deadlineOf(standard, data);
  // Zero is how DAI writes "never ends".
  return deadline === undefined || deadline === 0n || deadline > BigInt(Math.floor(now)) + BigInt(DAY_SECONDS);
}

function insideOf(scope: CallScope, standard: Standard, data: TypedData): Inside {
  if (standard.kind !== 'safeTx') return scope.inside(() => effectsOfMessage(standard, data));
  const call = decoded(() => callOfSafeTx(data.message));
  if (call === undefined) return NOTHING_READ;
  return { inner: [innerFinding(scope, call, 1)], isReadable: true };
}

/** The tier a signature takes by itself; undefined for a recognised message, which is judged by what it does. */
function demandOf(data: TypedData, facts: Pick<Facts, 'now' | 'settings'>, standard: Standard | undefined): Tier | undefined {
  const own = standard === undefined ? facts.settings.typedDataDefaultTier : undefined;
  const isUnsafe =
    (standard === undefined && isStandardName(data.primaryType)) ||
    !Object.hasOwn(data.domain, 'chainId') ||
    (standard !== undefined && isLongLived(standard, data, facts.now));
  return isUnsafe ? higherTier(own ?? 'INSTANT', 'APPROVAL') : own;
}

/** Typed data as the signature it is, with what it would let somebody do. Total. */
export function typedDataFinding(scope: CallScope, facts: Pick<Facts, 'now' | 'settings'>, data: TypedData | undefined): Finding {
  const { site } = scope;
  const standard = data === undefined || site.chain !== 'ethereum' ? undefined : recognisedStandard(data);
  const { inner, isReadable } = data === undefined || standard === undefined ? NOTHING_READ : insideOf(scope, standard, data);
  const demands = data === undefined ? 'APPROVAL' : demandOf(data, facts, isReadable ? standard : undefined);
  return { draft: draft(site, { kind: 'SIGN_TYPED_DATA', isOpaque: !isReadable, demands }), inner };
}

/** Until when a signature of a recognised kind is good, in Unix seconds; null where nothing says so, or it says never. */
export function signatureDeadline(data: TypedData): number | null {
  const standard = recognisedStandard(data);
  const deadline = standard === undefined ? undefined : deadlineOf(standard, data);
  return deadline === undefined || deadline === 0n || deadline > BigInt(Number.MAX_SAFE_INTEGER) ? null : Number(deadline);
}
