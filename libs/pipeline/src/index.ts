export * from './ports/clock.port.js';
export * from './ports/rows.js';
export * from './ports/ledger.port.js';
export * from './ports/execution-store.port.js';
export * from './ports/take-back-store.port.js';
export * from './ports/replacement-store.port.js';
export * from './ports/token-source.port.js';
export * from './ports/code-elsewhere.port.js';
export * from './stages/parse/send-input.js';
export type { ParsedSend } from './stages/parse/parsed-send.js';
export { networkOfSend, parseSend } from './stages/parse.stage.js';
export { liveFacts, type LiveFacts, type LiveSubject, type PrepareContext } from './stages/prepare/live-facts.js';
export { prepareAgain, prepareSend, requestHashOf, type PreparedTx } from './stages/prepare.stage.js';
export {
  decideAgain,
  decideNew,
  judgeable,
  OUTDATED,
  type Decided,
  type Rejudged,
  type SendContext,
} from './stages/decide.stage.js';
export { FundsPromised } from './stages/decide/funds.js';
export { refusedRowOf } from './stages/decide/refused-rows.js';
export { decideSweep, prepareSweep, type SweptAsset } from './stages/withdraw.stage.js';
export { decideFill, FILL_ORIGIN, prepareFill, type FillContext } from './stages/fill-gap.stage.js';
export { isGasMet, meetsGas } from './stages/decide/place.js';
export { judge, isCovered, type ApprovedTx, type Judgeable, type Judged } from './stages/policy.stage.js';
export * from './ports/signature-rows.js';
export * from './values/signature-request.js';
export * from './stages/prepare-signature.stage.js';
export { decideSignature, type SignatureContext } from './stages/decide-signature.stage.js';
export { authorizeSignature, makeSignature, type MadeSignature } from './stages/make-signature.stage.js';
export { followHandedOut, type Followed, type FollowOptions, type HandedOut } from './stages/follow.stage.js';
export { makeTakeBack, type TakeBackContext } from './stages/take-back.stage.js';
export * from './stages/replace.stage.js';
export { type GasBid } from './values/gas-bid.js';
export * from './stages/sign.stage.js';
export * from './stages/submit.stage.js';
export { type FreshFacts } from './stages/plan.stage.js';
export * from './stages/execute.stage.js';
export * from './stages/confirm.stage.js';
export { outgoingOf, holdingKey } from './values/outgoing.js';
