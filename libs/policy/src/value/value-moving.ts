import type { Case } from '../effective/case.js';
import type { Operation } from '../operations/operation.js';
import { partsOf } from '../effective/request-parts.js';
import { isZero } from '../money/ratio.js';
import { isKnownMethod } from '../rules/opaque-call.js';
import type { PolicyRequest } from '../request.js';
import { externalNotional, isLendingOutflow } from './outflows.js';

type Opened = Pick<Case, 'request' | 'facts' | 'operations' | 'effective'>;

function isMovingOperation(opened: Opened, operation: Operation): boolean {
  switch (operation.kind) {
    case 'TRANSFER':
    case 'TOKEN_TRANSFER':
    case 'NFT_TRANSFER':
    case 'X402_PAYMENT':
      return true;
    case 'APPROVE':
      return !operation.isRevocation;
    case 'CONTRACT_CALL':
      return (operation.amount ?? 0n) > 0n || (operation.isOpaque && !isKnownMethod(opened, operation));
    case 'CONTRACT_DEPLOY':
      return (operation.amount ?? 0n) > 0n;
    case 'HTTP_SIGN':
    case 'EXTERNAL_ACTION':
    case 'SIGN_MESSAGE':
    case 'SIGN_TYPED_DATA':
      return false;
  }
}

function isMovingPart(part: PolicyRequest): boolean {
  if (isLendingOutflow(part)) return true;
  if (part.type !== 'EXTERNAL_ACTION') return false;
  const notional = externalNotional(part);
  return notional === undefined || !isZero(notional);
}

/** Whether anything in a request takes value out, or cannot be told apart from something that does. */
export function isValueMoving(opened: Opened): boolean {
  return (
    opened.operations.some((operation) => isMovingOperation(opened, operation)) ||
    partsOf(opened.request).some(({ part }) => isMovingPart(part))
  );
}
