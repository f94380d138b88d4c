/** A token or NFT as a caller names it. `symbol` is taken and ignored. */
export interface TokenInput {
  readonly address?: string;
  readonly decimals?: number;
  readonly symbol?: string;
  readonly assetId?: string;
  readonly tokenId?: string;
  readonly standard?: string;
}

export interface AccountInput {
  readonly pubkey: string;
  readonly isSigner: boolean;
  readonly isWritable: boolean;
}

export interface SolanaInstructionInput {
  readonly programId: string;
  readonly accounts?: readonly AccountInput[];
  /** base64. */
  readonly data: string;
}

/** The members of one instruction of a batch, or of a send that is none. */
export interface InstructionInput {
  readonly type?: string;
  readonly to?: string;
  readonly amount?: string;
  readonly humanAmount?: string;
  readonly token?: TokenInput;
  readonly spender?: string;
  readonly nft?: { readonly tokenId: string; readonly standard: string };
  readonly calldata?: string;
  /** Taken and ignored: what a call does is read from its bytes. */
  readonly abi?: readonly unknown[];
  readonly value?: string;
  readonly programId?: string;
  readonly instructionData?: string;
  readonly accounts?: readonly AccountInput[];
  readonly preInstructions?: readonly SolanaInstructionInput[];
  readonly postInstructions?: readonly SolanaInstructionInput[];
  readonly addressLookupTableAddresses?: readonly string[];
}

/** The body of a send. Types and lengths of members were checked at the edge. */
export interface SendInput extends InstructionInput {
  readonly network?: string;
  readonly memo?: string;
  readonly gasCondition?: { readonly maxGasPrice?: string; readonly maxPriorityFee?: string; readonly timeout?: number };
  readonly instructions?: readonly InstructionInput[];
  readonly bytecode?: string;
  /** ABI-encoded, 0x hex. */
  readonly constructorArgs?: string;
}
