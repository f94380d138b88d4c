import type { PatchWalletRequest, RenameWalletRequest, SuspendWalletRequest } from '@waiaas/api-types';
import { IsBoolean, IsString, Length, MaxLength } from 'class-validator';
import { Optional } from '../../../common/validation/optional.decorator.js';

export class RenameWalletDto implements RenameWalletRequest {
  @IsString()
  @Length(1, 100)
  name!: string;
}

export class PatchWalletDto implements PatchWalletRequest {
  @Optional()
  @IsBoolean()
  monitorIncoming?: boolean;
}

export class SuspendWalletDto implements SuspendWalletRequest {
  @Optional()
  @IsString()
  @MaxLength(200)
  reason?: string;
}
