import type { Chain } from '@waiaas/core';
import type { Facts } from '../facts.js';
import type { PolicyRequest, RequestType } from '../request.js';
import { partsOf } from './request-parts.js';

export interface Operation {
  readonly path: string;
  readonly kind: Exclude<RequestType, 'BATCH'>;
  readonly chain: Chain;
  readonly network: string | undefined;
  readonly to?: string;
  readonly contract?: string;
  readonly token?: string;
  readonly spender?: string;
  readonly amount?: bigint;
  readonly decimals?: number;
  readonly selector?: string;
  readonly isUnlimited: boolean;
  readonly isRevocation: boolean;
  readonly isOpaque: boolean;
}

/** Each part of a request as one operation, without looking into calldata. */
export function operationsOf(request: PolicyRequest, _facts: Facts): readonly Operation[] {
  return partsOf(request).map(({ part, path }) => ({
    path,
    kind: part.type === 'BATCH' ? 'CONTRACT_CALL' : part.type,
    chain: part.chain,
    network: part.network,
    ...(part.to === undefined ? {} : { to: part.to }),
    ...(part.contractAddress === undefined ? {} : { contract: part.contractAddress }),
    ...(part.token === undefined ? {} : { token: part.token.address }),
    ...(part.spender === undefined ? {} : { spender: part.spender }),
    ...(part.amount === undefined ? {} : { amount: part.amount }),
    ...(part.token?.decimals === undefined ? {} : { decimals: part.token.decimals }),
    isUnlimited: false,
    isRevocation: false,
    isOpaque: part.type === 'CONTRACT_CALL',
  }));
}
