import type { GasConditionRequest, SendRequest, TokenReference } from '@waiaas/api-types';
import { IsArray, IsBoolean, IsIn, IsInt, IsObject, IsString, Length, Max, MaxLength, Min } from 'class-validator';
import { Nested } from '../../../common/validation/nested.decorator.js';
import { Optional } from '../../../common/validation/optional.decorator.js';
import { IsAmount, IsHumanAmount, IsId, IsNetwork } from '../../../common/validation/value.decorators.js';

const SEND_TYPES = [
  'TRANSFER',
  'TOKEN_TRANSFER',
  'CONTRACT_CALL',
  'APPROVE',
  'BATCH',
  'NFT_TRANSFER',
  'CONTRACT_DEPLOY',
] as const;

export class TokenReferenceDto implements TokenReference {
  @Optional() @IsString() @Length(1, 128) address?: string;
  @Optional() @IsInt() @Min(0) @Max(255) decimals?: number;
  /** Accepted from existing clients; the registry or the chain decides. */
  @Optional() @IsString() @MaxLength(64) symbol?: string;
  @Optional() @IsString() @Length(1, 256) assetId?: string;
  /** NFTs, which cannot be sent yet. */
  @Optional() @IsString() @MaxLength(128) tokenId?: string;
  @Optional() @IsString() @MaxLength(16) standard?: string;
}

export class GasConditionDto implements GasConditionRequest {
  @Optional() @IsAmount() maxGasPrice?: string;
  @Optional() @IsAmount() maxPriorityFee?: string;
  @Optional() @IsInt() @Min(60) @Max(86_400) timeout?: number;
}

export class SendDto implements SendRequest {
  @Optional() @IsIn(SEND_TYPES) type?: string;
  @Optional() @IsId() walletId?: string;
  @Optional() @IsNetwork() network?: string;
  @Optional() @IsString() @Length(1, 128) to?: string;
  @Optional() @IsAmount() amount?: string;
  @Optional() @IsHumanAmount() humanAmount?: string;
  @Optional() @Nested(() => TokenReferenceDto) token?: TokenReferenceDto;
  @Optional() @IsString() @MaxLength(256) memo?: string;
  @Optional() @Nested(() => GasConditionDto) gasCondition?: GasConditionDto;
  @Optional() @IsBoolean() allowDuplicate?: boolean;
  /** Sent by existing clients, never a fact: dropped before the request is hashed. */
  @Optional() @IsString() @MaxLength(128) actionProvider?: string;
  @Optional() @IsString() @MaxLength(128) actionName?: string;
  /** Members of types that cannot be sent yet: known, so that those answer 501 and not 400. */
  @Optional() @IsString() @MaxLength(128) spender?: string;
  @Optional() @IsObject() nft?: object;
  @Optional() @IsString() calldata?: string;
  @Optional() @IsArray() abi?: unknown[];
  @Optional() @IsString() value?: string;
  @Optional() @IsString() @MaxLength(128) programId?: string;
  @Optional() @IsString() instructionData?: string;
  @Optional() @IsArray() accounts?: unknown[];
  @Optional() @IsArray() preInstructions?: unknown[];
  @Optional() @IsArray() postInstructions?: unknown[];
  @Optional() @IsArray() addressLookupTableAddresses?: unknown[];
  @Optional() @IsArray() instructions?: unknown[];
  @Optional() @IsString() bytecode?: string;
  @Optional() @IsArray() constructorArgs?: unknown[];
}
