import type { Chain, NetworkName } from '../values/network.js';

/** A token as chain or registry know it. A caller's own figures never get here. */
export interface IntentToken {
  readonly address: string;
  readonly decimals: number;
}

export interface NativeTransfer {
  readonly type: 'TRANSFER';
  readonly to: string;
  /** Base units, decimal digits. */
  readonly amount: string;
}

export interface TokenTransfer {
  readonly type: 'TOKEN_TRANSFER';
  readonly to: string;
  readonly amount: string;
  readonly token: IntentToken;
}

export type NftStandard = 'ERC-721' | 'ERC-1155' | 'SPL';

export interface NftTransfer {
  readonly type: 'NFT_TRANSFER';
  readonly to: string;
  readonly amount: string;
  readonly token: { readonly address: string; readonly tokenId: string; readonly standard: NftStandard };
}

export interface Approve {
  readonly type: 'APPROVE';
  readonly spender: string;
  readonly amount: string;
  readonly token: IntentToken;
  readonly nft?: { readonly tokenId: string; readonly standard: NftStandard };
}

export interface SolanaAccountMeta {
  readonly pubkey: string;
  readonly isSigner: boolean;
  readonly isWritable: boolean;
}

export interface SolanaInstruction {
  readonly programId: string;
  readonly accounts: readonly SolanaAccountMeta[];
  /** base64. */
  readonly data: string;
}

export interface ContractCall {
  readonly type: 'CONTRACT_CALL';
  /** The called contract, or the Solana program. */
  readonly contractAddress: string;
  /** Attached native value in base units. */
  readonly amount: string;
  /** EVM: 0x hex. Solana: base64 instruction data. */
  readonly calldata: string;
  readonly accounts?: readonly SolanaAccountMeta[];
  readonly preInstructions?: readonly SolanaInstruction[];
  readonly postInstructions?: readonly SolanaInstruction[];
  readonly addressLookupTableAddresses?: readonly string[];
}

export interface ContractDeploy {
  readonly type: 'CONTRACT_DEPLOY';
  readonly amount: string;
  /** Init code with encoded constructor arguments, 0x hex. */
  readonly calldata: string;
}

export type BatchInstruction = NativeTransfer | TokenTransfer | NftTransfer | Approve | ContractCall;

export interface Batch {
  readonly type: 'BATCH';
  readonly instructions: readonly BatchInstruction[];
}

export type IntentBody = NativeTransfer | TokenTransfer | NftTransfer | Approve | ContractCall | ContractDeploy | Batch;
export type IntentType = IntentBody['type'];

/** Waits until the network's fee is at or below these; part of the hash, so an approval covers it. */
export interface GasCondition {
  readonly maxGasPrice?: string;
  readonly maxPriorityFee?: string;
  /** Seconds after which the wait ends as EXPIRED. */
  readonly timeout: number;
}

/**
 * The canonical request: what was asked, with every name resolved and every amount in base units.
 * Stored whole and immutable as RFC 8785 JSON; its SHA-256 is the request hash that an owner signs.
 */
export type Intent = IntentBody & {
  readonly walletId: string;
  readonly chain: Chain;
  readonly network: NetworkName;
  readonly from: string;
  readonly memo?: string;
  readonly gasCondition?: GasCondition;
};
