import type { ExportKeyRequest } from '@waiaas/api-types';
import { IsIn, IsString, MaxLength, ValidateBy } from 'class-validator';
import { Optional } from '../../../common/validation/optional.decorator.js';

const MIN_CHARACTERS = 12;
const MAX_BYTES = 1024;

function isPassphrase(value: unknown): boolean {
  return typeof value === 'string' && [...value].length >= MIN_CHARACTERS && Buffer.byteLength(value, 'utf8') <= MAX_BYTES;
}

export class ExportKeyDto implements ExportKeyRequest {
  @IsIn(['encrypted', 'raw'])
  format!: 'encrypted' | 'raw';

  @Optional()
  @ValidateBy({
    name: 'isPassphrase',
    validator: { validate: isPassphrase, defaultMessage: () => 'must have 12 characters or more and at most 1024 bytes' },
  })
  passphrase?: string;

  @Optional()
  @IsString()
  @MaxLength(64)
  confirm?: string;
}
