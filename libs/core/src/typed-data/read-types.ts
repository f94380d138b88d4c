import { baseType, DOMAIN, DOMAIN_FIELDS, isAtomic, type Structs } from './type-definitions.js';
import { isRecord, refuse, within, type Place } from './place.js';
import type { TypedDataField } from './typed-data.js';

// A name with a comma or a bracket could make the hashed text of one type read like that of another.
const IDENTIFIER = /^[A-Za-z_$][A-Za-z0-9_$]{0,63}$/;
const MAX_TYPES = 64;
const MAX_FIELDS = 128;
const MAX_TYPE_TEXT = 96;

/** Definitions as given, each name once and each type known; what is refused is added to the place. */
export function readTypes(input: unknown, place: Place): Structs {
  const structs = new Map<string, readonly TypedDataField[]>();
  if (!isRecord(input)) {
    refuse(place, 'type', 'must be an object');
    return structs;
  }
  const names = Object.keys(input);
  if (names.length > MAX_TYPES) refuse(place, 'tooMany', 'declares too many types');
  for (const name of names.slice(0, MAX_TYPES)) {
    const at = within(place, name);
    if (!IDENTIFIER.test(name) || isAtomic(name)) refuse(at, 'name', 'is not the name of a struct');
    structs.set(name, readFields(input[name], at));
  }
  for (const [name, fields] of structs) checkFieldTypes(structs, fields, within(place, name));
  checkDomainFields(structs, within(place, DOMAIN));
  return structs;
}

function readFields(input: unknown, place: Place): readonly TypedDataField[] {
  if (!Array.isArray(input) || input.length > MAX_FIELDS) {
    refuse(place, 'type', 'must be a list of fields');
    return [];
  }
  const fields = input.flatMap((entry: unknown, index) => readField(entry, within(place, index)));
  const names = fields.map((field) => field.name);
  if (new Set(names).size !== names.length) refuse(place, 'duplicate', 'declares a field twice');
  return fields;
}

function readField(input: unknown, place: Place): readonly TypedDataField[] {
  const { name, type, ...others } = isRecord(input) ? input : {};
  const isShaped = typeof name === 'string' && typeof type === 'string' && Object.keys(others).length === 0;
  if (!isShaped || !IDENTIFIER.test(name) || type.length > MAX_TYPE_TEXT) {
    refuse(place, 'field', 'must be {name, type} with an identifier for a name');
    return [];
  }
  return [{ name, type }];
}

function checkFieldTypes(structs: Structs, fields: readonly TypedDataField[], place: Place): void {
  fields.forEach(({ type }, index) => {
    const base = baseType(type);
    const isKnown = isAtomic(base) || (base !== DOMAIN && structs.has(base));
    if (!isKnown) refuse(within(within(place, index), 'type'), 'undeclared', 'is not declared');
  });
}

/** A domain has the members of EIP-712 with their types and no others: whatever else is called a chain id is none. */
function checkDomainFields(structs: Structs, place: Place): void {
  for (const { name, type } of structs.get(DOMAIN) ?? []) {
    const isStandard = DOMAIN_FIELDS.some((field) => field.name === name && field.type === type);
    if (!isStandard) refuse(place, 'domain', 'declares a member that EIP-712 does not have');
  }
}
