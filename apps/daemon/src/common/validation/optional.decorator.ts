import { ValidateIf } from 'class-validator';

/** The member may be left out. Unlike class-validator's IsOptional it does not let `null` through. */
export function Optional(): PropertyDecorator {
  return ValidateIf((_object, value) => value !== undefined);
}
