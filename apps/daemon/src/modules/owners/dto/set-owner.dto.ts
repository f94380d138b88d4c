import type { ApprovalMethod, SetOwnerRequest } from '@waiaas/api-types';
import { IsIn, IsString, MaxLength, MinLength } from 'class-validator';
import { Clearable } from '../../../common/validation/optional.decorator.js';

const APPROVAL_METHODS = [
  'sdk_push',
  'sdk_telegram',
  'walletconnect',
  'telegram_bot',
  'rest',
] as const satisfies readonly ApprovalMethod[];

export class SetOwnerDto implements SetOwnerRequest {
  @IsString()
  @MaxLength(64)
  owner_address!: string;

  @Clearable()
  @IsIn(APPROVAL_METHODS)
  approval_method?: ApprovalMethod | null;

  @Clearable()
  @IsString()
  @MinLength(1)
  @MaxLength(64)
  wallet_type?: string | null;
}
