import type { EvaluatePolicyRequest } from '@waiaas/api-types';
import { Allow, IsDefined } from 'class-validator';

/** The parts of a what-if by name; what is in them is read by the engine's own strict reader. */
export class EvaluatePolicyDto implements EvaluatePolicyRequest {
  @Allow() walletId?: unknown;
  @Allow() policies?: unknown;
  @Allow() history?: unknown;
  @Allow() now?: unknown;
  @Allow() prices?: unknown;
  @Allow() context?: unknown;
  @Allow() settings?: unknown;
  @Allow() ownerState?: unknown;
  @Allow() session?: unknown;
  @IsDefined() request!: unknown;
}
