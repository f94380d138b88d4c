import { RequestMethod, type Type } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { MetadataScanner, ModulesContainer } from '@nestjs/core';
import { AUTH_METADATA, type AuthPolicy } from '../auth/auth.decorator.js';
import { bodyClassOf } from '../http/handler-body.js';
import type { RegisteredRoute } from '../http/daemon-http-adapter.js';
import type { Route } from './route-table.js';

export interface DeclaredRoute extends Omit<Route, 'policy'> {
  readonly policy: AuthPolicy | undefined;
  readonly controller: Type;
  readonly methodName: string;
}

function pathsOf(target: object): string[] {
  const declared = Reflect.getMetadata(PATH_METADATA, target) as string | string[] | undefined;
  return (Array.isArray(declared) ? declared : [declared ?? '']).map((path) => path.replace(/^\/+|\/+$/g, ''));
}

function handlersOf(controller: Type): DeclaredRoute[] {
  const prototype = controller.prototype as Record<string, object>;
  return new MetadataScanner().getAllMethodNames(prototype).flatMap((methodName) => {
    const handler = prototype[methodName];
    const method =
      handler === undefined ? undefined : (Reflect.getMetadata(METHOD_METADATA, handler) as RequestMethod | undefined);
    if (handler === undefined || method === undefined) return [];
    const policy = Reflect.getMetadata(AUTH_METADATA, handler) as AuthPolicy | undefined;
    const paths = pathsOf(controller).flatMap((stem) =>
      pathsOf(handler).map((ending) => `/${[stem, ending].filter(Boolean).join('/')}`),
    );
    return paths.map((path) => ({
      method: RequestMethod[method],
      path,
      policy,
      controller,
      methodName,
      handler: `${controller.name}.${methodName}`,
    }));
  });
}

/** Every handler of every controller in the container, as declared. */
export function declaredRoutes(container: ModulesContainer): DeclaredRoute[] {
  const controllers = [...container.values()].flatMap((module) => [...module.controllers.values()]);
  return controllers.flatMap((wrapper) => (typeof wrapper.metatype === 'function' ? handlersOf(wrapper.metatype as Type) : []));
}

/** What must hold before the port is opened; each line is a reason not to start. */
export function routeProblems(declared: readonly DeclaredRoute[], registered: readonly RegisteredRoute[]): string[] {
  const known = new Set(declared.map((route) => `${route.method} ${route.path}`));
  const strangers = registered.filter(({ method, path }) => method !== 'HEAD' && !known.has(`${method} ${path}`));
  return [
    ...declared.flatMap(handlerProblems),
    ...strangers.map(({ method, path }) => `${method} ${path} is served by no declared handler`),
  ];
}

function handlerProblems(route: DeclaredRoute): string[] {
  const problems: string[] = [];
  if (route.policy === undefined) problems.push(`${route.handler} declares no auth kind`);
  const body = bodyClassOf(route.controller, route.methodName);
  const unchecked: readonly unknown[] = [undefined, Object, Array, String, Number, Boolean];
  if (body !== undefined && unchecked.includes(body.type))
    problems.push(`${route.handler} takes a body without a class to check it by`);
  return problems;
}

export function toRoutes(declared: readonly DeclaredRoute[]): Route[] {
  return declared.flatMap(({ method, path, policy, handler }) =>
    policy === undefined ? [] : [{ method, path, policy, handler }],
  );
}
