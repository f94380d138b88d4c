import type { SpeedUpRequest } from '@waiaas/api-types';
import { IsNumber, Max, Min } from 'class-validator';
import { Optional } from '../../../common/validation/optional.decorator.js';
import { IsAmount } from '../../../common/validation/value.decorators.js';

/** Nodes let go of a transaction for no less. */
const LEAST_PERCENT = 12.5;
const MOST_PERCENT = 10_000;

export class SpeedUpDto implements SpeedUpRequest {
  @Optional()
  @IsNumber({ allowNaN: false, allowInfinity: false, maxDecimalPlaces: 2 })
  @Min(LEAST_PERCENT)
  @Max(MOST_PERCENT)
  bumpPercent?: number;

  @Optional() @IsAmount() maxFeePerGas?: string;
  @Optional() @IsAmount() maxPriorityFeePerGas?: string;
}
