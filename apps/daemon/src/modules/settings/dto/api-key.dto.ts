import type { SetApiKeyRequest } from '@waiaas/api-types';
import { Matches, MaxLength } from 'class-validator';

export class ApiKeyDto implements SetApiKeyRequest {
  @Matches(/^[\x21-\x7e]+$/, { message: 'must be visible ASCII' })
  @MaxLength(512)
  apiKey!: string;
}
