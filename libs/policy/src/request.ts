import type { Chain } from '@waiaas/core';

export const REQUEST_TYPES = [
  'TRANSFER',
  'TOKEN_TRANSFER',
  'NFT_TRANSFER',
  'CONTRACT_CALL',
  'CONTRACT_DEPLOY',
  'APPROVE',
  'BATCH',
  'X402_PAYMENT',
  'HTTP_SIGN',
  'EXTERNAL_ACTION',
  'SIGN_MESSAGE',
  'SIGN_TYPED_DATA',
] as const;

export type RequestType = (typeof REQUEST_TYPES)[number];

export interface RequestToken {
  readonly address: string;
  /** The registry's figure; `context.tokens` outranks it. */
  readonly decimals?: number;
  readonly symbol?: string;
  readonly assetId?: string;
}

export interface LendingFact {
  readonly action: 'supply' | 'borrow' | 'repay' | 'withdraw';
  readonly asset?: string;
  /** Decimal text. */
  readonly amountUsd?: string;
}

export interface PerpFact {
  readonly action: string;
  readonly market?: string;
  readonly leverage?: string;
  readonly sizeUsd?: string;
}

export interface TypedData {
  readonly domain: Readonly<Record<string, unknown>>;
  readonly types?: Readonly<Record<string, readonly { readonly name: string; readonly type: string }[]>>;
  readonly primaryType: string;
  readonly message: Readonly<Record<string, unknown>>;
}

/**
 * A request in normalized form, parsed: addresses canonical, amounts bigint, decimals text for figures in USD.
 * `amount` is base units of what moves; for CONTRACT_CALL and CONTRACT_DEPLOY the attached native value.
 */
export interface PolicyRequest {
  readonly type: RequestType;
  readonly chain: Chain;
  /** Canonical network name; undefined only in a what-if that names none. */
  readonly network?: string;
  readonly to?: string;
  readonly amount?: bigint;
  readonly token?: RequestToken;
  /** The called contract, or the Solana program. */
  readonly contractAddress?: string;
  /** EVM: 0x hex, `0x` is empty. Solana: base64. Undefined = unknown. */
  readonly calldata?: string;
  /** EVM selector where no calldata is known. */
  readonly method?: string;
  /** Solana accounts of a call, in order. */
  readonly accounts?: readonly string[];
  readonly spender?: string;
  /** Live APPROVE of a whole collection, which knows no amounts: everything is granted, or nothing any more. */
  readonly operator?: 'granted' | 'revoked';
  readonly domain?: string;
  readonly venue?: string;
  readonly category?: string;
  readonly notionalUsd?: string;
  readonly lending?: LendingFact;
  readonly perp?: PerpFact;
  readonly tokenId?: string;
  readonly message?: string;
  readonly typedData?: TypedData;
  /** BATCH: 2 to 20; each inherits chain and network. */
  readonly instructions?: readonly PolicyRequest[];
}
