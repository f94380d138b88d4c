export * from './ports/clock.port.js';
export * from './ports/rows.js';
export * from './ports/ledger.port.js';
export * from './ports/execution-store.port.js';
export * from './stages/parse.stage.js';
export * from './stages/prepare.stage.js';
export {
  isGasMet,
  decideNew,
  decideAgain,
  type DecideOptions,
  type Decided,
  type Placement,
  type Rejudged,
  type SendContext,
} from './stages/decide.stage.js';
export { judge, policyRequestOf, isCovered, type ApprovedTx, type Judged } from './stages/policy.stage.js';
export * from './stages/sign.stage.js';
export * from './stages/submit.stage.js';
export { type FreshFacts } from './stages/plan.stage.js';
export * from './stages/execute.stage.js';
export * from './stages/confirm.stage.js';
export { feeCapOf } from './values/fee-cap.js';
