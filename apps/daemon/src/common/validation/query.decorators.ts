import { applyDecorators } from '@nestjs/common';
import { Transform } from 'class-transformer';
import { IsBoolean, IsInt, Max, Min } from 'class-validator';

const INTEGER = /^(?:0|-?[1-9][0-9]{0,15})$/;
const FLAGS = new Map<unknown, boolean>([
  ['true', true],
  ['1', true],
  ['', true],
  ['false', false],
  ['0', false],
]);

/** A whole number in a query string. What is no number stays the text it was and is refused as such. */
export function IsQueryInteger(bounds: { readonly min: number; readonly max: number }): PropertyDecorator {
  return applyDecorators(
    Transform(({ value }: { value: unknown }) => (typeof value === 'string' && INTEGER.test(value) ? Number(value) : value)),
    IsInt({ message: 'must be a whole number' }),
    Min(bounds.min),
    Max(bounds.max),
  );
}

/** `true`, `false`, `1`, `0`, or the bare name for true. */
export function IsQueryFlag(): PropertyDecorator {
  return applyDecorators(
    Transform(({ value }: { value: unknown }) => FLAGS.get(value) ?? value),
    IsBoolean({ message: 'must be true or false' }),
  );
}
