import type { SignMessageRequest, SignTransactionRequest } from '@waiaas/api-types';
import { IsIn, IsObject, IsString, Length, MaxLength } from 'class-validator';
import { Optional } from '../../../common/validation/optional.decorator.js';
import { IsId, IsNetwork } from '../../../common/validation/value.decorators.js';

const SIGN_TYPES = ['personal', 'typedData'] as const;
const MAX_MESSAGE = 32_768;

export class SignTransactionDto implements SignTransactionRequest {
  /** 0x hex of an unsigned transaction (EVM), base64 of a serialized one (Solana). */
  @IsString() @Length(1, 262_144) transaction!: string;
  @Optional() @IsNetwork() network?: string;
  @Optional() @IsId() walletId?: string;
  /** Sent by existing clients; the wallet decides. */
  @Optional() @IsString() @MaxLength(32) chain?: string;
}

export class SignMessageDto implements SignMessageRequest {
  @Optional() @IsIn(SIGN_TYPES) signType?: 'personal' | 'typedData';
  @Optional() @IsString() @MaxLength(MAX_MESSAGE) message?: string;
  @Optional() @IsObject() typedData?: Record<string, unknown>;
  @Optional() @IsNetwork() network?: string;
  @Optional() @IsId() walletId?: string;
}
