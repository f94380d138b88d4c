import { Controller, RequestMapping, RequestMethod, type Type } from '@nestjs/common';
import { DomainError } from '@waiaas/core';
import { Auth } from '../../common/auth/auth.decorator.js';
import { AcceptsAnyBody } from '../../common/http/handler-body.js';
import type { UnbuiltRoute } from './unbuilt-routes.js';

/** A controller with one handler per row, declared exactly as a hand-written one: the guard sees no difference. */
export function notImplementedController(rows: readonly UnbuiltRoute[]): Type {
  class NotImplementedController {}
  const prototype = NotImplementedController.prototype;
  for (const { method, path, kind, options } of rows) {
    const name = `${method} ${path}`;
    const handler = function (): never {
      throw new DomainError('NOT_IMPLEMENTED');
    };
    Object.defineProperty(handler, 'name', { value: name });
    const descriptor: PropertyDescriptor = { value: handler, writable: true, configurable: true, enumerable: false };
    Object.defineProperty(prototype, name, descriptor);
    const requestMethod = RequestMethod[method as keyof typeof RequestMethod];
    for (const decorate of [RequestMapping({ path, method: requestMethod }), Auth(kind, options), AcceptsAnyBody()]) {
      decorate(prototype, name, descriptor);
    }
  }
  Controller()(NotImplementedController);
  return NotImplementedController;
}
