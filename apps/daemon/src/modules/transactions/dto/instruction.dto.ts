import type { InstructionRequest, SolanaAccountReference, SolanaInstructionRequest } from '@waiaas/api-types';
import { ArrayMaxSize, IsArray, IsBoolean, IsIn, IsString, Length, MaxLength } from 'class-validator';
import { Nested, NestedList } from '../../../common/validation/nested.decorator.js';
import { Optional } from '../../../common/validation/optional.decorator.js';
import { IsAmount, IsHumanAmount } from '../../../common/validation/value.decorators.js';
import { NftReferenceDto, TokenReferenceDto } from './token-reference.dto.js';

const SEND_TYPES = [
  'TRANSFER',
  'TOKEN_TRANSFER',
  'CONTRACT_CALL',
  'APPROVE',
  'BATCH',
  'NFT_TRANSFER',
  'CONTRACT_DEPLOY',
] as const;

/** No packet holds more. */
const MOST_ACCOUNTS = 256;
const MOST_INSTRUCTIONS = 19;

export class SolanaAccountDto implements SolanaAccountReference {
  @IsString() @Length(1, 64) pubkey!: string;
  @IsBoolean() isSigner!: boolean;
  @IsBoolean() isWritable!: boolean;
}

export class SolanaInstructionDto implements SolanaInstructionRequest {
  @IsString() @Length(1, 64) programId!: string;
  @Optional() @NestedList(() => SolanaAccountDto, { max: MOST_ACCOUNTS }) accounts?: SolanaAccountDto[];
  @IsString() data!: string;
}

/** One instruction of a batch. Which members go together is judged with the type. */
export class InstructionDto implements InstructionRequest {
  @Optional() @IsIn(SEND_TYPES) type?: string;
  @Optional() @IsString() @Length(1, 128) to?: string;
  @Optional() @IsAmount() amount?: string;
  @Optional() @IsHumanAmount() humanAmount?: string;
  @Optional() @Nested(() => TokenReferenceDto) token?: TokenReferenceDto;
  @Optional() @IsString() @Length(1, 128) spender?: string;
  @Optional() @Nested(() => NftReferenceDto) nft?: NftReferenceDto;
  @Optional() @IsString() calldata?: string;
  @Optional() @IsArray() @ArrayMaxSize(1000) abi?: unknown[];
  @Optional() @IsAmount() value?: string;
  @Optional() @IsString() @Length(1, 64) programId?: string;
  @Optional() @IsString() instructionData?: string;
  @Optional() @NestedList(() => SolanaAccountDto, { max: MOST_ACCOUNTS }) accounts?: SolanaAccountDto[];
  @Optional() @NestedList(() => SolanaInstructionDto, { max: MOST_INSTRUCTIONS }) preInstructions?: SolanaInstructionDto[];
  @Optional() @NestedList(() => SolanaInstructionDto, { max: MOST_INSTRUCTIONS }) postInstructions?: SolanaInstructionDto[];
  @Optional() @IsArray() @ArrayMaxSize(MOST_ACCOUNTS) @IsString({ each: true }) addressLookupTableAddresses?: string[];
  /** Sent by existing clients, never a fact: dropped before the request is hashed. */
  @Optional() @IsString() @MaxLength(128) actionProvider?: string;
  @Optional() @IsString() @MaxLength(128) actionName?: string;
}
