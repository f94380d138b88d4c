import type { EncodeCalldataRequest } from '@waiaas/api-types';
import { ArrayMaxSize, IsArray, IsString, Length } from 'class-validator';
import { Optional } from '../../../common/validation/optional.decorator.js';

const MAX_ABI_ITEMS = 1000;
const MAX_ARGUMENTS = 64;

export class EncodeCalldataDto implements EncodeCalldataRequest {
  @IsArray()
  @ArrayMaxSize(MAX_ABI_ITEMS)
  abi!: unknown[];

  @IsString()
  @Length(1, 128)
  functionName!: string;

  @Optional()
  @IsArray()
  @ArrayMaxSize(MAX_ARGUMENTS)
  args?: unknown[];
}
