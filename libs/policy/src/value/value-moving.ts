import type { Case } from '../effective/case.js';
import type { Operation } from '../operations/operation.js';
import { actionPartsOf } from '../effective/request-parts.js';
import { isZero } from '../money/ratio.js';
import { isKnownMethod } from '../rules/opaque-call.js';
import type { PolicyRequest } from '../request.js';
import { externalNotional, isLendingOutflow } from './outflows.js';

type Opened = Pick<Case, 'request' | 'facts' | 'operations' | 'effective'>;

type Moves = (opened: Opened, operation: Operation) => boolean;

const always: Moves = () => true;
const never: Moves = () => false;
const byValue: Moves = (_, { amount = 0n }) => amount > 0n;

const MOVES: Readonly<Record<Operation['kind'], Moves>> = {
  TRANSFER: always,
  TOKEN_TRANSFER: always,
  NFT_TRANSFER: always,
  X402_PAYMENT: always,
  APPROVE: (_, { isRevocation }) => !isRevocation,
  CONTRACT_CALL: (opened, operation) => byValue(opened, operation) || (operation.isOpaque && !isKnownMethod(opened, operation)),
  CONTRACT_DEPLOY: byValue,
  HTTP_SIGN: never,
  EXTERNAL_ACTION: never,
  SIGN_MESSAGE: never,
  SIGN_TYPED_DATA: never,
};

function isMovingPart(part: PolicyRequest): boolean {
  if (isLendingOutflow(part)) return true;
  if (part.type !== 'EXTERNAL_ACTION') return false;
  const notional = externalNotional(part);
  return notional === undefined || !isZero(notional);
}

/** Whether anything in a request takes value out, or cannot be told apart from something that does. */
export function isValueMoving(opened: Opened): boolean {
  return (
    opened.operations.some((operation) => MOVES[operation.kind](opened, operation)) ||
    actionPartsOf(opened.request).some(({ part }) => isMovingPart(part))
  );
}
