import { HTTP_CODE_METADATA } from '@nestjs/common/constants.js';
import { ERROR_CODES } from '@waiaas/core';
import type { AuthPolicy } from '../../common/auth/auth.decorator.js';
import { bodyClassOf, queryClassOf } from '../../common/http/handler-body.js';
import { alsoAnswered } from '../../common/routing/also-answers.decorator.js';
import type { DeclaredRoute } from '../../common/routing/declared-routes.js';
import type { DtoClass } from '../../common/validation/nested.decorator.js';
import { DtoSchemas, type JsonSchema } from './dto-schemas.js';

const SCHEMES = {
  master: { type: 'apiKey', in: 'header', name: 'X-Master-Password' },
  session: { type: 'http', scheme: 'bearer', bearerFormat: 'wai_sess_<JWT>' },
  owner: {
    type: 'apiKey',
    in: 'header',
    name: 'X-Owner-Signature',
    description: 'With X-Owner-Message, the challenge that was signed, and X-Owner-Address.',
  },
  adminLogin: { type: 'apiKey', in: 'cookie', name: 'waiaas_admin', description: 'Under TLS its name begins with __Host-.' },
  ownerLogin: { type: 'apiKey', in: 'cookie', name: 'waiaas_owner', description: 'Under TLS its name begins with __Host-.' },
  csrf: { type: 'apiKey', in: 'header', name: 'X-WAIaaS-CSRF', description: 'Beside each cookie.' },
  stepUp: { type: 'apiKey', in: 'header', name: 'X-WAIaaS-Step-Up', description: 'Beside the cookie, for what moves money.' },
};

const ERROR_SCHEMA: JsonSchema = {
  type: 'object',
  required: ['code', 'message', 'retryable', 'requestId'],
  properties: {
    code: { type: 'string', enum: Object.keys(ERROR_CODES) },
    message: { type: 'string' },
    retryable: { type: 'boolean' },
    requestId: { type: 'string' },
    details: { type: 'object' },
    hint: { type: 'string' },
  },
};

/** OpenAPI 3.1 of the routes as they are declared and the bodies as they are checked: nothing here is written by hand twice. */
export function openApiDocument(routes: readonly DeclaredRoute[], version: string): JsonSchema {
  const schemas = new DtoSchemas();
  const paths: Record<string, Record<string, JsonSchema>> = {};
  for (const route of routes) {
    const path = route.path.replaceAll(/:([A-Za-z]+)/g, '{$1}');
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operation(route, schemas) };
  }
  return {
    openapi: '3.1.0',
    info: { title: 'WAIaaS', version, description: 'A self-hosted wallet daemon for AI agents.' },
    paths,
    components: { securitySchemes: SCHEMES, schemas: { ...schemas.all(), Error: ERROR_SCHEMA } },
  };
}

function operation(route: DeclaredRoute, schemas: DtoSchemas): JsonSchema {
  const body = bodyClassOf(route.controller, route.methodName)?.type;
  const requestBody =
    typeof body === 'function' ? { content: { 'application/json': { schema: schemas.reference(body as DtoClass) } } } : undefined;
  return {
    operationId: `${route.method.toLowerCase()}${route.path.replaceAll(/[^A-Za-z0-9]+(.)?/g, (_, next?: string) => (next ?? '').toUpperCase())}`,
    security: securityOf(route.policy ?? { kind: 'public' }),
    parameters: [...pathParameters(route.path), ...queryParameters(route, schemas)],
    ...(requestBody === undefined ? {} : { requestBody }),
    responses: {
      ...Object.fromEntries(statusesOf(route).map((status) => [status, { description: 'Done.' }])),
      default: { description: 'Refused.', content: { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } } },
    },
  };
}

/** The usual status, as the framework takes it, and the one a handler may set by itself. */
function statusesOf({ method, controller, methodName }: DeclaredRoute): readonly number[] {
  const handler = (controller.prototype as Record<string, object>)[methodName] ?? {};
  const declared = Reflect.getMetadata(HTTP_CODE_METADATA, handler) as number | undefined;
  const other = alsoAnswered(handler);
  return [declared ?? (method === 'POST' ? 201 : 200), ...(other === undefined ? [] : [other])];
}

/** One of these is enough; the members of one are needed together. */
function securityOf({ kind, cookie, stepUp }: AuthPolicy): readonly JsonSchema[] {
  if (kind === 'public') return [];
  const names = kind.split('|');
  const headers = cookie === 'only' ? [] : names.map((name) => ({ [name]: [] }));
  if (names.includes('master')) {
    return [...headers, { adminLogin: [], csrf: [], ...(stepUp === undefined ? {} : { stepUp: [] }) }];
  }
  return cookie === 'only' ? [{ ownerLogin: [], csrf: [] }] : headers;
}

function pathParameters(path: string): JsonSchema[] {
  return [...path.matchAll(/:([A-Za-z]+)/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));
}

function queryParameters(route: DeclaredRoute, schemas: DtoSchemas): JsonSchema[] {
  const dto = queryClassOf(route.controller, route.methodName)?.type;
  if (typeof dto !== 'function') return [];
  const { properties = {}, required = [] } = schemas.schemaOf(dto as DtoClass) as {
    properties?: Record<string, JsonSchema>;
    required?: string[];
  };
  return Object.entries(withBothNames(properties)).map(([name, schema]) => ({
    name,
    in: 'query',
    required: required.includes(name),
    schema,
  }));
}

/** `walletId` and `wallet_id` are one parameter: whichever a class reads, both may be sent. */
function withBothNames(properties: Record<string, JsonSchema>): Record<string, JsonSchema> {
  const wallet = properties['walletId'] ?? properties['wallet_id'];
  return wallet === undefined ? properties : { ...properties, walletId: wallet, wallet_id: wallet };
}
