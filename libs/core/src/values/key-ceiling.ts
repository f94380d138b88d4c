import type { CeilingChange, KeyCeiling } from '../ports/signer.port.js';

/** The ceiling with the named members replaced. */
export function mergeCeiling(ceiling: KeyCeiling, change: CeilingChange): KeyCeiling {
  const { maxNativePerSignature, maxNativePerDay, maxFeePerSignature, signaturesPerMinute, chainIds, kinds } = change;
  return {
    ...ceiling,
    ...(maxNativePerSignature === undefined ? {} : { maxNativePerSignature }),
    ...(maxNativePerDay === undefined ? {} : { maxNativePerDay }),
    ...(maxFeePerSignature === undefined ? {} : { maxFeePerSignature }),
    ...(signaturesPerMinute === undefined ? {} : { signaturesPerMinute }),
    ...(chainIds === undefined ? {} : { chainIds }),
    ...(kinds === undefined ? {} : { kinds }),
  };
}

/** Whether `after` lets anything through that `before` does not. */
export function isRaised(before: KeyCeiling, after: KeyCeiling): boolean {
  const amounts = ['maxNativePerSignature', 'maxNativePerDay', 'maxFeePerSignature', 'signaturesPerMinute'] as const;
  const lists = ['chainIds', 'kinds'] as const;
  return (
    amounts.some((name) => isMore(amountOf(before[name]), amountOf(after[name]))) ||
    lists.some((name) => isWider(before[name], after[name]))
  );
}

function amountOf(value: string | number | null): bigint | null {
  return value === null ? null : BigInt(value);
}

/** Null is no limit, so it is more than any. */
function isMore(before: bigint | null, after: bigint | null): boolean {
  if (before === null) return false;
  return after === null || after > before;
}

function isWider(before: readonly string[] | null, after: readonly string[] | null): boolean {
  if (before === null) return false;
  return after === null || after.some((item) => !before.includes(item));
}
