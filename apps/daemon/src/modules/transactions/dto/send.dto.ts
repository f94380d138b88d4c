import type { SendRequest } from '@waiaas/api-types';
import { IsBoolean, IsString, MaxLength } from 'class-validator';
import { Nested, NestedList } from '../../../common/validation/nested.decorator.js';
import { Optional } from '../../../common/validation/optional.decorator.js';
import { IsArguments, IsId, IsNetwork } from '../../../common/validation/value.decorators.js';
import { InstructionDto } from './instruction.dto.js';
import { GasConditionDto } from './token-reference.dto.js';

export class SendDto extends InstructionDto implements SendRequest {
  @Optional() @IsId() walletId?: string;
  @Optional() @IsNetwork() network?: string;
  @Optional() @IsString() @MaxLength(256) memo?: string;
  @Optional() @Nested(() => GasConditionDto) gasCondition?: GasConditionDto;
  @Optional() @IsBoolean() allowDuplicate?: boolean;
  @Optional() @NestedList(() => InstructionDto, { min: 2, max: 20 }) instructions?: InstructionDto[];
  @Optional() @IsString() bytecode?: string;
  @Optional() @IsArguments() constructorArgs?: string | unknown[];
}
