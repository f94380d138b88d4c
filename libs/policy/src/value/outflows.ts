import type { Case } from '../effective/case.js';
import { actionPartsOf } from '../effective/request-parts.js';
import type { Operation } from '../operations/operation.js';
import { parseDecimal } from '../money/decimal.js';
import { ZERO, type Ratio } from '../money/ratio.js';
import type { PerpFact, PolicyRequest } from '../request.js';
import { decimalsOf, isCollection, NATIVE } from './asset.js';
import type { Outflow } from './bill.js';

type Opened = Pick<Case, 'request' | 'facts' | 'operations'>;

const OPENING: ReadonlySet<string> = new Set(['open_position', 'modify_position']);

/** What an order on a perpetual market is worth: the position after it; closing one is worth nothing. */
function perpNotional({ action, sizeUsd }: PerpFact): Ratio | undefined {
  if (action === 'close_position') return ZERO;
  return OPENING.has(action) && sizeUsd !== undefined ? parseDecimal(sizeUsd) : undefined;
}

/** What an action outside any chain is worth: what it says, else what its order is worth. Undefined where nobody can tell. */
export function externalNotional({ notionalUsd, perp }: PolicyRequest): Ratio | undefined {
  if (notionalUsd !== undefined) return parseDecimal(notionalUsd);
  return perp === undefined ? undefined : perpNotional(perp);
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
  const amount = isCollection(facts.context, ref) ? undefined : operation.amount;
  return { kind: 'asset', ref, amount, decimals: decimalsOf(facts.context, ref) };
}

type ReadAsset = (operation: Operation) => string | undefined;

const nothing: ReadAsset = () => undefined;
const attached: ReadAsset = ({ amount = 0n }) => (amount > 0n ? NATIVE : undefined);
const token: ReadAsset = ({ token: own }) => own ?? NATIVE;

/** The asset an operation takes something of; undefined where it takes nothing that could be summed. */
const ASSET_TAKEN: Readonly<Record<Operation['kind'], ReadAsset>> = {
  TRANSFER: () => NATIVE,
  CONTRACT_CALL: attached,
  CONTRACT_DEPLOY: attached,
  TOKEN_TRANSFER: token,
  X402_PAYMENT: token,
  APPROVE: (operation) => (operation.isRevocation || operation.isUnlimited ? undefined : token(operation)),
  NFT_TRANSFER: nothing,
  HTTP_SIGN: nothing,
  EXTERNAL_ACTION: nothing,
  SIGN_MESSAGE: nothing,
  SIGN_TYPED_DATA: nothing,
};

function outflowsOfOperation(opened: Opened, operation: Operation): readonly Outflow[] {
  const asset = ASSET_TAKEN[operation.kind](operation);
  return asset === undefined ? [] : [assetOutflow(opened, operation, asset)];
}

/** Everything a request takes out of the wallet, one by one. */
export function outflowsOf(opened: Opened): readonly Outflow[] {
  return [
    ...opened.operations.flatMap((operation) => outflowsOfOperation(opened, operation)),
    ...actionPartsOf(opened.request).flatMap(({ part }) => outflowsOfPart(part)),
  ];
}
