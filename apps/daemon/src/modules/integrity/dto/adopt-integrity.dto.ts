import type { AdoptIntegrityRequest } from '@waiaas/api-types';
import { Matches } from 'class-validator';

export class AdoptIntegrityDto implements AdoptIntegrityRequest {
  @Matches(/^[0-9a-f]{64}$/)
  digest!: string;
}
