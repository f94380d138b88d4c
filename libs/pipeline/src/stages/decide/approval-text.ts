import { say, wordingText } from '@waiaas/policy';
import type { Judged } from '../policy.stage.js';

const CODE = 'APPROVAL_TEXT_TOO_LONG';
const FEWER = say('ASK_FEWER', {});

/**
 * A request that its owner would have to allow and could not be asked about: texts are never shortened, so it does more than one text
 * can say. It is denied at once rather than left to wait for an answer that cannot come.
 */
export function withoutText(judged: Judged): Judged {
  const { stored } = judged;
  const actual = String(stored.operations.length);
  const reasonWords = say('APPROVAL_TEXT_TOO_LONG', { count: actual });
  const match = {
    ...{ policyId: null, version: null, type: 'APPROVAL', outcome: 'deny', code: CODE, tier: null },
    ...{ field: 'operations', limit: null, actual, operation: null },
  };
  return {
    ...judged,
    stored: {
      ...stored,
      allowed: false,
      tier: null,
      denyCode: CODE,
      ...{ reason: wordingText(reasonWords), reasonWords },
      ...{ delaySeconds: null, approvalTimeoutSeconds: null, approvalReason: null },
      ...{ suggestion: wordingText(FEWER), suggestionWords: [FEWER] },
      matched: [...stored.matched, match],
    },
  };
}
