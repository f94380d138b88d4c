import type { TypedData } from '../../request.js';

export interface Field {
  readonly name: string;
  readonly type: string;
}

/** Struct definitions by name, as EIP-712 lists them in `types`. */
export type Structs = NonNullable<TypedData['types']>;

export const DOMAIN = 'EIP712Domain';

const ATOMIC =
  /^(?:address|bool|string|bytes(?:[1-9]|[12][0-9]|3[0-2])?|u?int(?:8|16|24|32|40|48|56|64|72|80|88|96|104|112|120|128|136|144|152|160|168|176|184|192|200|208|216|224|232|240|248|256)?)$/;

export function isAtomic(type: string): boolean {
  return ATOMIC.test(type);
}

/** The type without its array brackets. */
export function baseType(type: string): string {
  const bracket = type.indexOf('[');
  return bracket < 0 ? type : type.slice(0, bracket);
}

export function fieldsOf(structs: Structs, name: string): readonly Field[] | undefined {
  return Object.hasOwn(structs, name) ? structs[name] : undefined;
}

function collect(structs: Structs, primaryType: string): readonly string[] {
  const found = new Set<string>();
  const open = [primaryType];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (found.has(name)) continue;
    found.add(name);
    for (const field of fieldsOf(structs, name) ?? []) {
      const base = baseType(field.type);
      if (fieldsOf(structs, base) !== undefined) open.push(base);
    }
  }
  return [...found];
}

function textOf(structs: Structs, name: string): string {
  const fields = (fieldsOf(structs, name) ?? []).map((field) => `${field.type} ${field.name}`);
  return `${name}(${fields.join(',')})`;
}

/** The text EIP-712 hashes for a type: its own definition, then those of every struct it reaches, by name. */
export function encodeType(structs: Structs, primaryType: string): string {
  const others = collect(structs, primaryType).filter((name) => name !== primaryType);
  return [primaryType, ...others.sort((a, b) => (a < b ? -1 : 1))].map((name) => textOf(structs, name)).join('');
}
