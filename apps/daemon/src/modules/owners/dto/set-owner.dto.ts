import type { ApprovalMethod, SetOwnerRequest } from '@waiaas/api-types';
import { IsIn, IsString, MaxLength, MinLength, ValidateIf } from 'class-validator';

const APPROVAL_METHODS = [
  'sdk_push',
  'sdk_telegram',
  'walletconnect',
  'telegram_bot',
  'rest',
] as const satisfies readonly ApprovalMethod[];

/** Left out keeps the stored value, null clears it. */
const Clearable = () => ValidateIf((_object, value) => value !== undefined && value !== null);

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
