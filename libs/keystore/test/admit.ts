import type { KeyCeiling } from '@waiaas/core';
import { judgeSignature } from '../src/ceiling/judge-signature.js';
import type { Admit } from '../src/ceiling/outlay.js';

/** No ceiling. */
export const admitAll: Admit = () => undefined;

/** A ceiling of a key that signed nothing yet and remembers nothing. */
export function admitUnder(ceiling: KeyCeiling): Admit {
  const before = { nativeToday: 0n, nativeInSlot: 0n, signaturesThisMinute: 0, isUnknown: false };
  return (facts) => {
    judgeSignature(ceiling, facts, before, false);
  };
}
