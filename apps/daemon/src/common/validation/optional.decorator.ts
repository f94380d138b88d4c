import { applyDecorators } from '@nestjs/common';
import { Allow, ValidateIf } from 'class-validator';
import { JSONSchema } from 'class-validator-jsonschema';

/** The member may be left out. Unlike class-validator's IsOptional it does not let `null` through. */
export function Optional(): PropertyDecorator {
  return ValidateIf((_object, value) => value !== undefined);
}

/** The member may be left out, which keeps the stored value; `null` clears it. */
export function Clearable(): PropertyDecorator {
  return applyDecorators(
    ValidateIf((_object, value) => value !== undefined && value !== null),
    JSONSchema((schema) => ({ anyOf: [schema, { type: 'null' }] })),
  );
}

/** The member may be left out and may be anything: it is ignored, or read elsewhere. */
export function Unchecked(): PropertyDecorator {
  return applyDecorators(Optional(), Allow());
}
