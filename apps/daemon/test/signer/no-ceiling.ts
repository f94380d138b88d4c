import type { KeyCeiling } from '@waiaas/core';

/** What a new key has. */
export const NO_CEILING: KeyCeiling = {
  chainIds: null,
  maxNativePerSignature: null,
  maxNativePerDay: null,
  maxFeePerSignature: null,
  signaturesPerMinute: null,
  kinds: null,
  owner: null,
};
