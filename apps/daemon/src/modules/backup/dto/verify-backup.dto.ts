import type { VerifyBackupRequest } from '@waiaas/api-types';
import { IsString, MaxLength } from 'class-validator';

export class VerifyBackupDto implements VerifyBackupRequest {
  @IsString()
  @MaxLength(255)
  filename!: string;
}
