import type { LedgerView } from '@waiaas/pipeline';
import { integrityError } from '../../infra/prisma/row-guard.js';

/** What moves nothing. */
const ENDS: ReadonlySet<string> = new Set(['DENIED', 'CANCELLED', 'EXPIRED', 'FAILED']);

const refuse = (): never => {
  throw integrityError();
};

/** A view by which rows can be read and ended. Whoever asks it for anything to decide by is refused with `INTEGRITY_VIOLATION`. */
export function closedView({ row, apply }: Pick<LedgerView, 'row' | 'apply'>): LedgerView {
  return {
    row,
    apply: (transition) => (ENDS.has(transition.to) ? apply(transition) : refuse()),
    get wallet() {
      return refuse();
    },
    get session() {
      return refuse();
    },
    get isSystemLocked() {
      return refuse();
    },
    get policies() {
      return refuse();
    },
    get policySetVersion() {
      return refuse();
    },
    get settings() {
      return refuse();
    },
    history: refuse,
    promised: refuse,
    waiting: refuse,
    insert: refuse,
  };
}
