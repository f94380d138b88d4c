import type { AdminLoginRequest, StepUpRequest } from '@waiaas/api-types';
import { ValidateBy } from 'class-validator';

const MAX_BYTES = 1024;

function isPassword(value: unknown): boolean {
  if (typeof value !== 'string') return false;
  const length = Buffer.byteLength(value, 'utf8');
  return length >= 1 && length <= MAX_BYTES;
}

const IsPassword = (): PropertyDecorator =>
  ValidateBy({
    name: 'isPassword',
    validator: { validate: isPassword, defaultMessage: () => `must be text of 1 to ${MAX_BYTES} bytes` },
  });

/** The master password, at login and at step-up. */
export class PasswordDto implements AdminLoginRequest, StepUpRequest {
  @IsPassword()
  password!: string;
}
