import type { RecoverRequest } from '@waiaas/api-types';
import { IsBoolean, IsString, MaxLength } from 'class-validator';
import { Optional } from '../../../common/validation/optional.decorator.js';

const MAX_IGNORED = 16_384;

/** Existing clients send owner fields along. They prove nothing here and are not read. */
export class RecoverDto implements RecoverRequest {
  @Optional()
  @IsBoolean()
  resumeWallets?: boolean;

  @Optional()
  @IsString()
  @MaxLength(MAX_IGNORED)
  ownerSignature?: string;

  @Optional()
  @IsString()
  @MaxLength(MAX_IGNORED)
  ownerAddress?: string;

  @Optional()
  @IsString()
  @MaxLength(MAX_IGNORED)
  chain?: string;

  @Optional()
  @IsString()
  @MaxLength(MAX_IGNORED)
  message?: string;
}
