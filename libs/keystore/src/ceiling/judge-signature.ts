import { DomainError, type KeyCeiling } from '@waiaas/core';
import type { Outlay, SignatureFacts } from './outlay.js';

/** What a key has signed already, the signature under judgement left out. */
export interface SignedBefore {
  /** Native that transactions of the last day may take. */
  readonly nativeToday: bigint;
  /** What an earlier transaction of the same slot counts with: only one of the two lands. */
  readonly nativeInSlot: bigint;
  readonly signaturesThisMinute: number;
  /** Nobody knows what was signed before, so that it counts as everything the day allows. */
  readonly isUnknown: boolean;
}

/**
 * Holds a signature to the ceiling of its key and gives the native amount it counts with. What the bytes do not tell is above every
 * limit there is. `isLifted`: the owner signed for this payment, so its value is not counted; its fee is, which nobody signed for.
 *
 * @throws DomainError `POLICY_DENIED` with `details.reason` `CEILING_…`, or `RATE_LIMITED`.
 */
export function judgeSignature(
  ceiling: KeyCeiling,
  facts: SignatureFacts,
  before: SignedBefore,
  isLifted: boolean,
): { readonly native: bigint } {
  const { kind, chain, outlay } = facts;
  if (ceiling.kinds !== null && !ceiling.kinds.includes(kind)) throw above('KIND');
  if (ceiling.chainIds !== null && chain !== undefined && (chain === null || !ceiling.chainIds.includes(chain)))
    throw above('CHAIN');
  const native = outlay === null ? 0n : nativeOf(ceiling, outlay, isLifted);
  checkDay(ceiling, native, before);
  if (ceiling.signaturesPerMinute !== null && before.signaturesThisMinute >= ceiling.signaturesPerMinute)
    throw new DomainError('RATE_LIMITED', { retryAfterSeconds: 60, details: { reason: 'CEILING_RATE' } });
  return { native };
}

function nativeOf(ceiling: KeyCeiling, { fee, value }: Outlay, isLifted: boolean): bigint {
  checkFee(ceiling, fee);
  if (ceiling.maxNativePerSignature === null && ceiling.maxNativePerDay === null) return 0n;
  if (fee === null || value === null) throw above('UNREADABLE');
  const native = isLifted ? fee : value + fee;
  if (ceiling.maxNativePerSignature !== null && native > BigInt(ceiling.maxNativePerSignature)) throw above('NATIVE');
  return native;
}

function checkFee({ maxFeePerSignature }: KeyCeiling, fee: bigint | null): void {
  if (maxFeePerSignature === null) return;
  if (fee === null) throw above('UNREADABLE');
  if (fee > BigInt(maxFeePerSignature)) throw above('FEE');
}

function checkDay({ maxNativePerDay }: KeyCeiling, native: bigint, before: SignedBefore): void {
  if (maxNativePerDay === null || native === 0n) return;
  const counted = native > before.nativeInSlot ? native : before.nativeInSlot;
  if (before.isUnknown || before.nativeToday + counted > BigInt(maxNativePerDay)) throw above('DAY');
}

function above(what: 'KIND' | 'CHAIN' | 'FEE' | 'NATIVE' | 'DAY' | 'UNREADABLE'): DomainError {
  return new DomainError('POLICY_DENIED', { details: { reason: `CEILING_${what}` } });
}
