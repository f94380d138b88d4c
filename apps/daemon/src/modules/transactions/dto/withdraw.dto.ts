import type { WithdrawRequest } from '@waiaas/api-types';
import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsArray, IsString, MaxLength } from 'class-validator';
import { Optional } from '../../../common/validation/optional.decorator.js';
import { IsNetwork } from '../../../common/validation/value.decorators.js';

const MAX_ASSETS = 32;
const MAX_CHARACTERS = 160;

export class WithdrawDto implements WithdrawRequest {
  @Optional()
  @IsNetwork()
  network?: string;

  @Optional()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(MAX_ASSETS)
  @ArrayUnique()
  @IsString({ each: true })
  @MaxLength(MAX_CHARACTERS, { each: true })
  assets?: string[];
}
