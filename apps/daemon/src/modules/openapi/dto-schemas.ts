import { targetConstructorToSchema } from 'class-validator-jsonschema';

import { nestedTypeOf, type DtoClass } from '../../common/validation/nested.decorator.js';

export type JsonSchema = Readonly<Record<string, unknown>>;

interface PropertyMetadata {
  readonly target: unknown;
  readonly propertyName: string;
}

type Options = NonNullable<Parameters<typeof targetConstructorToSchema>[1]>;
type Converters = NonNullable<Options['additionalConverters']>;

const text = (pattern: string) => ({ type: 'string', pattern }) as const;
const list = { type: 'array', items: { type: 'string' }, uniqueItems: true, maxItems: 32 } as const;

/** What the project's own decorators mean in JSON Schema. */
const OWN_RULES: Converters = {
  isId: { type: 'string', format: 'uuid' },
  isAmount: text('^[0-9]{1,90}$'),
  isHumanAmount: text('^[0-9]{1,90}(\\.[0-9]{1,90})?$'),
  isNetwork: { type: 'string', description: 'Canonical name or CAIP-2 id of a network.' },
  isArguments: { anyOf: [{ type: 'string' }, { type: 'array', maxItems: 256 }] },
  isCeilingAmount: { anyOf: [text('^(0|[1-9][0-9]{0,89})$'), { type: 'null' }] },
  isCeilingRate: { anyOf: [{ type: 'integer', minimum: 0, maximum: 1_000_000 }, { type: 'null' }] },
  isChainIds: { anyOf: [list, { type: 'null' }] },
  isKinds: { anyOf: [list, { type: 'null' }] },
  isNetworkOrAll: { type: 'string', description: 'Canonical name or CAIP-2 id of a network, or all.' },
};

/** JSON Schema (2020-12) of DTO classes, as `components.schemas` of OpenAPI 3.1. Nested classes are added as they are met. */
export class DtoSchemas {
  readonly #schemas: Record<string, JsonSchema> = {};

  /** A reference to the class, which is added with everything it holds. */
  reference(dto: DtoClass): JsonSchema {
    if (!Object.hasOwn(this.#schemas, dto.name)) {
      this.#schemas[dto.name] = {};
      this.#schemas[dto.name] = { ...this.schemaOf(dto), additionalProperties: false };
    }
    return { $ref: `#/components/schemas/${dto.name}` };
  }

  schemaOf(dto: DtoClass): JsonSchema {
    const nested = (metadata: PropertyMetadata) => {
      const type = nestedClassOf(metadata);
      return type === undefined ? undefined : this.reference(type);
    };
    // A reference says by itself that it is an object.
    const isObject = (metadata: PropertyMetadata) => (nestedClassOf(metadata) === undefined ? { type: 'object' as const } : {});
    return targetConstructorToSchema(dto, {
      additionalConverters: { ...OWN_RULES, isObject, nestedValidation: nested },
    }) as JsonSchema;
  }

  all(): Readonly<Record<string, JsonSchema>> {
    return this.#schemas;
  }
}

function nestedClassOf({ target, propertyName }: PropertyMetadata): DtoClass | undefined {
  return typeof target === 'function' ? nestedTypeOf(target.prototype as object, propertyName) : undefined;
}
