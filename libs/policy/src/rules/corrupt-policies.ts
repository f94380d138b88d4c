import type { CompiledPolicy } from '../effective/compile.js';
import type { Verdict } from '../effective/report.js';
import { deny } from './finding.js';

/** A rule nobody can read might be the one that would refuse: whatever it applies to is denied. */
export function corruptPolicies(corrupt: readonly CompiledPolicy[]): readonly Verdict[] {
  return corrupt.map(({ row, type }) => ({
    type: row.type,
    row,
    findings: [
      deny(
        'POLICY_RULES_CORRUPT',
        type === undefined ? `Policy ${row.id} has an unknown type.` : `The rules of policy ${row.id} cannot be read.`,
        { field: type === undefined ? 'type' : 'rules' },
      ),
    ],
  }));
}
