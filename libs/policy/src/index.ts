export * from './request.js';
export * from './facts.js';
export * from './decision.js';
export * from './policy-set.js';
export { evaluate } from './evaluate.js';
export { say, wordingText, WORDINGS, type Wording, type WordingCode } from './words/wording.js';
export { compilePolicies, type PolicySet } from './effective/compile.js';
export { validatePolicy, policyKey, type ValidPolicy } from './validate-policy.js';
export { validateConstraints } from './constraints/constraints.schema.js';
export { policyTypes, policyTypeOf } from './rules/registry.js';
export type { PolicyTypeInfo } from './rules/policy-type.js';
export { presetPolicies, type PolicyPreset, type PresetPolicy } from './presets.js';
export { POLICY_SETTINGS_DEFAULTS } from './settings.js';
export { surveyOf, type Survey } from './survey.js';
export { feeCapOf, feeFactOf, type FeeLimits } from './value/fee-limits.js';
export { FEE_CATEGORY } from './windows/row.js';
export { windowsOf, type LedgerWindows } from './windows/windows-of.js';
export { parseWhatIf } from './what-if/parse-what-if.js';
export { judgeWhatIf, type WhatIfBackground, type WhatIfInput } from './what-if/what-if.js';
export { WORKED_EXAMPLES } from './examples/tier-examples.js';
export { whatIfOf, type WorkedExample } from './examples/worked-example.js';
export { signatureDeadline } from './operations/typed-data/typed-data-finding.js';
export { isNearOneOf, type AskedValue, type LimitInForce } from './near-limit.js';
export {
  feeBudgetUse,
  limitsInForce,
  sessionLimitUse,
  spentLately,
  type LimitUse,
  type SpentText,
} from './standing/limits-in-force.js';
export { worstCase, type Held, type WorstCase, type WorstCaseQuestion } from './standing/worst-case.js';
