import type { EvaluatePolicyRequest } from '@waiaas/api-types';
import { IsDefined } from 'class-validator';
import { Unchecked } from '../../../common/validation/optional.decorator.js';

/** The parts of a what-if by name; what is in them is read by the engine's own strict reader. */
export class EvaluatePolicyDto implements EvaluatePolicyRequest {
  @Unchecked() walletId?: unknown;
  @Unchecked() policies?: unknown;
  @Unchecked() history?: unknown;
  @Unchecked() now?: unknown;
  @Unchecked() prices?: unknown;
  @Unchecked() context?: unknown;
  @Unchecked() settings?: unknown;
  @Unchecked() ownerState?: unknown;
  @Unchecked() session?: unknown;
  @IsDefined() request!: unknown;
}
