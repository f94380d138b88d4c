/** What of JSON Schema the daemon uses to say how the rules of a policy look. */
export interface JsonSchema {
  readonly type?: string;
  readonly enum?: readonly string[];
  readonly anyOf?: readonly JsonSchema[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly additionalProperties?: JsonSchema | boolean;
  readonly required?: readonly string[];
  readonly items?: JsonSchema;
  readonly examples?: readonly string[];
  readonly pattern?: string;
  readonly description?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
}

/** How a person enters a value. */
export type FieldKind =
  | 'choice'
  | 'flag'
  | 'duration'
  | 'integer'
  | 'number'
  | 'decimal'
  | 'digits'
  | 'address'
  | 'network'
  | 'timezone'
  | 'text'
  | 'list'
  | 'object'
  | 'dictionary';

const ADDRESS_LENGTHS = { minLength: 32, maxLength: 44 };

function stringKind({ examples, description, pattern, minLength, maxLength }: JsonSchema): FieldKind {
  if (examples !== undefined) return 'network';
  if (description?.includes('IANA') === true) return 'timezone';
  if (pattern?.endsWith('{40}$') === true) return 'address';
  if (minLength === ADDRESS_LENGTHS.minLength && maxLength === ADDRESS_LENGTHS.maxLength) return 'address';
  return pattern?.startsWith('^[0-9]') === true ? 'digits' : 'text';
}

const BY_TYPE: Readonly<Record<string, (name: string, schema: JsonSchema) => FieldKind>> = {
  boolean: () => 'flag',
  integer: (name) => (/_(seconds|timeout)$/.test(name) ? 'duration' : 'integer'),
  number: () => 'number',
  array: () => 'list',
  object: (_, { properties }) => (properties === undefined ? 'dictionary' : 'object'),
  string: (_, schema) => stringKind(schema),
};

/** The way to enter a member, told from its schema; what is not understood is text. */
export function kindOf(name: string, schema: JsonSchema): FieldKind {
  if (schema.enum !== undefined) return 'choice';
  if (schema.anyOf !== undefined) return 'decimal';
  return BY_TYPE[schema.type ?? '']?.(name, schema) ?? 'text';
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
