import type { ContractCall, ContractDeploy, GasCondition, Network, NftStandard } from '@waiaas/core';

/** An amount as it was written: whole units need decimals that only registry or chain know. */
export type WrittenAmount = { readonly base: bigint } | { readonly human: string };

/** A token whose address is canonical and whose facts are still to be asked for. */
export interface NamedToken {
  readonly address: string;
  /** The caller's figure; it must be the real one. */
  readonly statedDecimals?: number;
}

export interface NamedNft extends NamedToken {
  readonly tokenId: string;
  /** The caller's word; it must be the real one. */
  readonly standard: NftStandard;
}

interface At {
  /** Path of the instruction in the body, with a dot behind it; empty for the send itself. */
  readonly at: string;
}

export interface ParsedTransfer extends At {
  readonly type: 'TRANSFER';
  readonly to: string;
  readonly amount: WrittenAmount;
}

export interface ParsedTokenTransfer extends At {
  readonly type: 'TOKEN_TRANSFER';
  readonly to: string;
  readonly amount: WrittenAmount;
  readonly token: NamedToken;
}

export interface ParsedNftTransfer extends At {
  readonly type: 'NFT_TRANSFER';
  readonly to: string;
  readonly amount: bigint;
  readonly token: NamedNft;
}

export interface ParsedApprove extends At {
  readonly type: 'APPROVE';
  readonly spender: string;
  readonly amount: WrittenAmount;
  readonly token: NamedToken;
  readonly nft?: { readonly tokenId: string; readonly standard: NftStandard };
}

/** A call is canonical as it stands: it names no token. */
export interface ParsedCall {
  readonly type: 'CONTRACT_CALL';
  readonly call: ContractCall;
}

export type ParsedInstruction = ParsedTransfer | ParsedTokenTransfer | ParsedNftTransfer | ParsedApprove | ParsedCall;

export type ParsedBody =
  | ParsedInstruction
  | { readonly type: 'CONTRACT_DEPLOY'; readonly deploy: ContractDeploy }
  | { readonly type: 'BATCH'; readonly instructions: readonly ParsedInstruction[] };

/** A request with names resolved and addresses canonical; nothing was asked of the network yet. */
export interface ParsedSend {
  readonly network: Network;
  readonly body: ParsedBody;
  readonly memo?: string;
  readonly gasCondition?: GasCondition;
}
