import type { ChangeMasterPasswordRequest } from '@waiaas/api-types';
import { IsBoolean, ValidateBy } from 'class-validator';
import { Optional } from '../../../common/validation/optional.decorator.js';

const MIN_CHARACTERS = 12;
const MAX_BYTES = 1024;
const CONTROL = /\p{Cc}/u;

/** What can be sent back in a header later: no control characters, and no white space at the ends, which HTTP would cut off. */
export function isUsablePassword(value: unknown): boolean {
  if (typeof value !== 'string' || CONTROL.test(value) || value !== value.trim()) return false;
  return [...value].length >= MIN_CHARACTERS && Buffer.byteLength(value, 'utf8') <= MAX_BYTES;
}

export class ChangeMasterPasswordDto implements ChangeMasterPasswordRequest {
  @ValidateBy({
    name: 'isPassword',
    validator: {
      validate: isUsablePassword,
      defaultMessage: () =>
        'must have 12 characters or more, at most 1024 bytes, no control characters and no spaces at its ends',
    },
  })
  newPassword!: string;

  @Optional()
  @IsBoolean()
  rotate?: boolean;
}
