import type { Case } from '../effective/case.js';
import { partsOf } from '../effective/request-parts.js';
import type { Operation } from '../operations/operation.js';
import { parseDecimal } from '../money/decimal.js';
import { ZERO, type Ratio } from '../money/ratio.js';
import type { PolicyRequest } from '../request.js';
import { decimalsOf, NATIVE } from './asset.js';
import type { Outflow } from './bill.js';

type Opened = Pick<Case, 'request' | 'facts' | 'operations'>;

/** What an action outside any chain is worth: what it says, else the position it opens; closing one is worth nothing. */
export function externalNotional({ notionalUsd, perp }: PolicyRequest): Ratio | undefined {
  if (notionalUsd !== undefined) return parseDecimal(notionalUsd);
  switch (perp?.action) {
    case 'open_position':
    case 'modify_position':
      return perp.sizeUsd === undefined ? undefined : parseDecimal(perp.sizeUsd);
    case 'close_position':
      return ZERO;
    default:
      return undefined;
  }
}

/** Supplying and repaying pay out of the wallet; borrowing and withdrawing pay into it. */
export function isLendingOutflow({ lending }: PolicyRequest): boolean {
  return lending?.action === 'supply' || lending?.action === 'repay';
}

function outflowsOfPart(part: PolicyRequest): readonly Outflow[] {
  const outflows: Outflow[] = [];
  if (part.type === 'EXTERNAL_ACTION') outflows.push({ kind: 'notional', usd: externalNotional(part) });
  if (isLendingOutflow(part)) {
    const amountUsd = part.lending?.amountUsd;
    outflows.push({ kind: 'notional', usd: amountUsd === undefined ? undefined : parseDecimal(amountUsd) });
  }
  return outflows;
}

function assetOutflow({ facts }: Opened, operation: Operation, asset: string): Outflow {
  const ref = { chain: operation.chain, network: operation.network, asset };
  const decimals = decimalsOf(facts.context, ref) ?? operation.decimals;
  return { kind: 'asset', ref, amount: operation.amount, decimals };
}

function outflowsOfOperation(opened: Opened, operation: Operation): readonly Outflow[] {
  switch (operation.kind) {
    case 'TRANSFER':
      return [assetOutflow(opened, operation, NATIVE)];
    case 'CONTRACT_CALL':
    case 'CONTRACT_DEPLOY':
      return (operation.amount ?? 0n) > 0n ? [assetOutflow(opened, operation, NATIVE)] : [];
    case 'TOKEN_TRANSFER':
    case 'X402_PAYMENT':
      return [assetOutflow(opened, operation, operation.token ?? NATIVE)];
    case 'APPROVE':
      if (operation.isRevocation || operation.isUnlimited) return [];
      return [assetOutflow(opened, operation, operation.token ?? NATIVE)];
    case 'NFT_TRANSFER':
    case 'HTTP_SIGN':
    case 'EXTERNAL_ACTION':
    case 'SIGN_MESSAGE':
    case 'SIGN_TYPED_DATA':
      return [];
  }
}

/** Everything a request takes out of the wallet, one by one. */
export function outflowsOf(opened: Opened): readonly Outflow[] {
  return [
    ...opened.operations.flatMap((operation) => outflowsOfOperation(opened, operation)),
    ...partsOf(opened.request).flatMap(({ part }) => outflowsOfPart(part)),
  ];
}
