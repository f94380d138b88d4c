import { parseHumanAmount } from '@waiaas/core';
import type { PolicyContext } from '../facts.js';
import type { RequestToken, RequestType } from '../request.js';
import { inside, refuse, type Place } from '../schema/schema.js';
import { decimalsOf, nativeDecimals } from '../value/asset.js';
import type { InstructionBody } from './request-body.schema.js';
import type { RequestPlace } from './request-token.js';

export interface AmountSource {
  readonly type: RequestType;
  readonly at: RequestPlace;
  readonly token: RequestToken | undefined;
  readonly context: PolicyContext;
}

function decimalsFor({ type, at, token, context }: AmountSource): number | undefined {
  if (type === 'TRANSFER') return nativeDecimals(at.chain);
  if (token === undefined) return undefined;
  return decimalsOf(context, { chain: at.chain, asset: token.address }) ?? token.decimals;
}

function humanAmount(source: AmountSource, text: string, place: Place): bigint | undefined {
  const here = inside(place, 'humanAmount');
  const decimals = decimalsFor(source);
  if (decimals === undefined) return refuse(here, 'decimals', 'needs decimals that are known');
  return (
    parseHumanAmount(text, decimals) ??
    refuse(here, 'amount', 'must be a decimal number such as 0.05, with no more places than the asset has')
  );
}

/** Base units of what moves: given as such, in whole units, or as the value attached to a call. */
export function readAmount(source: AmountSource, body: InstructionBody, place: Place): bigint | undefined {
  const { amount, value } = body;
  if (amount !== undefined && value !== undefined && amount !== value) {
    return refuse(inside(place, 'value'), 'conflict', 'contradicts amount');
  }
  if (body.humanAmount !== undefined) return humanAmount(source, body.humanAmount, place);
  if (source.type === 'APPROVE' && amount === undefined && body.nft === undefined && body.tokenId === undefined) {
    return refuse(inside(place, 'amount'), 'required', 'is missing');
  }
  return amount ?? value;
}
