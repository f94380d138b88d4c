import { keccak_256 } from '@noble/hashes/sha3';
import { concatBytes } from '@noble/hashes/utils';
import type { FieldIssue } from '../errors/domain-error.js';
import { err, ok, type Result } from '../result.js';
import { encodeAtomic } from './atomic-value.js';
import { isRecord, refuse, within, type Place } from './place.js';
import { readTypes } from './read-types.js';
import { arrayOf, DOMAIN, DOMAIN_FIELDS, isAtomic, typeHash, type Structs } from './type-definitions.js';
import type { StrictTypedData, TypedDataField } from './typed-data.js';

export interface HashedTypedData {
  readonly data: StrictTypedData;
  /** EIP-712: keccak256(0x19 0x01 ‖ domain separator ‖ hash of the message), 32 bytes. */
  readonly digest: Uint8Array;
}

interface Walk {
  readonly structs: Structs;
  readonly typeHashes: Map<string, Uint8Array>;
}

const MAX_DEPTH = 32;
const WORD = 32;
const MEMBERS = ['domain', 'types', 'primaryType', 'message'];
const NOTHING = new Uint8Array(WORD);

/**
 * Reads typed data and hashes it in one walk, so that what was checked is what is hashed: every member of domain, message and nested
 * structs is declared, every declared one is there, and each value is exactly of its type. Else every refused member by its path.
 *
 * `types.EIP712Domain` may be left out; given, it lists exactly the members of the domain.
 */
export function hashTypedData(input: unknown, path = ''): Result<HashedTypedData, readonly FieldIssue[]> {
  const place: Place = { path, issues: [] };
  const body = isRecord(input) ? input : {};
  for (const name of Object.keys(body)) if (!MEMBERS.includes(name)) refuse(within(place, name), 'undeclared', 'is not a member');
  const structs = withDomain(readTypes(body['types'], within(place, 'types')), body['domain']);
  const primaryType = readPrimaryType(structs, body['primaryType'], within(place, 'primaryType'));
  const walk: Walk = { structs, typeHashes: new Map() };
  // Definitions that contradict themselves would only repeat their fault at every value.
  if (place.issues.length > 0) return err(place.issues);
  const domain = hashStruct(walk, DOMAIN, body['domain'], { place: within(place, 'domain'), depth: 0 });
  const message = hashStruct(walk, primaryType, body['message'], { place: within(place, 'message'), depth: 0 });
  if (place.issues.length > 0) return err(place.issues);
  const digest = keccak_256(concatBytes(Uint8Array.of(0x19, 0x01), domain, message));
  return ok({ data: body as unknown as StrictTypedData, digest });
}

/** Without a definition of its own the domain has the standard's, for the members it brings. */
function withDomain(structs: Structs, domain: unknown): Structs {
  if (structs.has(DOMAIN) || !isRecord(domain)) return structs;
  return new Map([...structs, [DOMAIN, DOMAIN_FIELDS.filter(({ name }) => Object.hasOwn(domain, name))]]);
}

function readPrimaryType(structs: Structs, input: unknown, place: Place): string {
  if (typeof input !== 'string' || input === DOMAIN || !structs.has(input)) {
    refuse(place, 'undeclared', 'is not declared');
    return '';
  }
  return input;
}

interface Spot {
  readonly place: Place;
  readonly depth: number;
}

function inner({ place, depth }: Spot, member: string | number): Spot {
  return { place: within(place, member), depth: depth + 1 };
}

function hashStruct(walk: Walk, name: string, value: unknown, spot: Spot): Uint8Array {
  const fields = walk.structs.get(name) ?? [];
  if (!isRecord(value) || spot.depth > MAX_DEPTH) {
    refuse(spot.place, 'type', 'must be an object, and not nested too deeply');
    return NOTHING;
  }
  for (const key of Object.keys(value)) {
    if (!fields.some((field) => field.name === key)) refuse(within(spot.place, key), 'undeclared', 'is not declared');
  }
  const hash = keccak_256.create().update(typeHashOf(walk, name));
  for (const field of fields) hash.update(encodeMember(walk, field, value, inner(spot, field.name)));
  return hash.digest();
}

function encodeMember(walk: Walk, field: TypedDataField, struct: Readonly<Record<string, unknown>>, spot: Spot): Uint8Array {
  if (Object.hasOwn(struct, field.name)) return encodeValue(walk, field.type, struct[field.name], spot);
  refuse(spot.place, 'required', 'is declared but missing');
  return NOTHING;
}

function encodeValue(walk: Walk, type: string, value: unknown, spot: Spot): Uint8Array {
  const array = arrayOf(type);
  if (array !== undefined) return hashArray(walk, array, value, spot);
  if (!isAtomic(type)) return hashStruct(walk, type, value, spot);
  const word = encodeAtomic(type, value);
  if (word === undefined) refuse(spot.place, 'value', 'is not a value of its declared type');
  return word ?? NOTHING;
}

function hashArray(walk: Walk, array: NonNullable<ReturnType<typeof arrayOf>>, value: unknown, spot: Spot): Uint8Array {
  const { element, length } = array;
  const isFitting = Array.isArray(value) && (length === undefined || value.length === length);
  if (!isFitting || spot.depth > MAX_DEPTH) {
    refuse(spot.place, 'type', 'must be a list of the declared length, and not nested too deeply');
    return NOTHING;
  }
  const hash = keccak_256.create();
  value.forEach((item: unknown, index) => hash.update(encodeValue(walk, element, item, inner(spot, index))));
  return hash.digest();
}

function typeHashOf({ structs, typeHashes }: Walk, name: string): Uint8Array {
  const known = typeHashes.get(name) ?? typeHash(structs, name);
  typeHashes.set(name, known);
  return known;
}

/** The chain a signature is for; undefined where the domain does not say. */
export function chainIdOfTypedData({ domain }: StrictTypedData): bigint | undefined {
  const value = domain['chainId'];
  return typeof value === 'number' || typeof value === 'string' ? BigInt(value) : undefined;
}
