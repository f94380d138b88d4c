import 'reflect-metadata';
import { SetMetadata, type CustomDecorator, type Type } from '@nestjs/common';
import { ROUTE_ARGS_METADATA } from '@nestjs/common/constants.js';
import { RouteParamtypes } from '@nestjs/common/enums/route-paramtypes.enum.js';

export const ACCEPTS_ANY_BODY = 'waiaas:any-body';

/** The handler does not look at its body. Only for routes that answer 501. */
export function AcceptsAnyBody(): CustomDecorator {
  return SetMetadata(ACCEPTS_ANY_BODY, true);
}

export interface HandlerParameter {
  readonly index: number;
  readonly type: unknown;
}

/** Where and as what class a handler takes its body, or undefined when it takes none. */
export function bodyClassOf(controller: Type, method: string): HandlerParameter | undefined {
  return parameterOf(controller, method, RouteParamtypes.BODY);
}

/** Where and as what class a handler takes its query. */
export function queryClassOf(controller: Type, method: string): HandlerParameter | undefined {
  return parameterOf(controller, method, RouteParamtypes.QUERY);
}

function parameterOf(controller: Type, method: string, kind: RouteParamtypes): HandlerParameter | undefined {
  const parameters = (Reflect.getMetadata(ROUTE_ARGS_METADATA, controller, method) ?? {}) as Record<string, { index: number }>;
  const entry = Object.entries(parameters).find(([key]) => key.startsWith(`${kind}:`));
  if (entry === undefined) return undefined;
  const types = (Reflect.getMetadata('design:paramtypes', controller.prototype as object, method) ?? []) as unknown[];
  return { index: entry[1].index, type: types[entry[1].index] };
}
