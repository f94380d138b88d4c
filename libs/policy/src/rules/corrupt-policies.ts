import type { CompiledPolicy } from '../effective/compile.js';
import type { Verdict } from '../effective/report.js';
import { deny } from './finding.js';
import { say } from '../words/wording.js';

/** A rule nobody can read might be the one that would refuse: whatever it applies to is denied. */
export function corruptPolicies(corrupt: readonly CompiledPolicy[]): readonly Verdict[] {
  return corrupt.map(({ row, type }) => ({
    type: row.type,
    row,
    findings: [
      deny('POLICY_RULES_CORRUPT', say(type === undefined ? 'POLICY_UNKNOWN' : 'POLICY_UNREADABLE', { id: row.id }), {
        field: type === undefined ? 'type' : 'rules',
      }),
    ],
  }));
}
