import 'reflect-metadata';
import { applyDecorators } from '@nestjs/common';
import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, IsArray, ValidateBy, ValidateNested } from 'class-validator';
import { isPlainObject } from './plain-object.js';

export type DtoClass = new () => object;

const NESTED_TYPE = 'waiaas:nested-type';

/** The member is one object of this class. class-validator alone would take an array of them too. */
export function Nested(type: () => DtoClass): PropertyDecorator {
  return applyDecorators(
    ValidateBy({ name: 'isObject', validator: { validate: isPlainObject, defaultMessage: () => 'must be an object' } }),
    ValidateNested(),
    Type(type),
    Reflect.metadata(NESTED_TYPE, type),
  );
}

export interface NestedListBounds {
  readonly min?: number;
  readonly max: number;
}

/** The member is a list of objects of this class, of bounded length. */
export function NestedList(type: () => DtoClass, bounds: NestedListBounds): PropertyDecorator {
  return applyDecorators(
    IsArray(),
    ArrayMinSize(bounds.min ?? 0),
    ArrayMaxSize(bounds.max),
    ValidateBy(
      { name: 'isObject', validator: { validate: isPlainObject, defaultMessage: () => 'each entry must be an object' } },
      { each: true },
    ),
    ValidateNested({ each: true }),
    Type(type),
    Reflect.metadata(NESTED_TYPE, type),
  );
}

/** The class a nested member is checked by, for the generated documentation. */
export function nestedTypeOf(target: object, property: string): DtoClass | undefined {
  const type = Reflect.getMetadata(NESTED_TYPE, target, property) as (() => DtoClass) | undefined;
  return type?.();
}
