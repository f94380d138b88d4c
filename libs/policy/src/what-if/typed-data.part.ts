import { findNetwork } from '@waiaas/core';
import { assumedStandard, isDomainMember } from '../operations/typed-data/standards.js';
import { baseType, DOMAIN, fieldsOf, isAtomic, type Field, type Structs } from '../operations/typed-data/structs.js';
import { wholeNumberOf } from '../operations/typed-data/whole-number.js';
import type { TypedData } from '../request.js';
import { isRecord } from '../schema/object.js';
import { inside, insideUnknown, refuse, type Place } from '../schema/schema.js';

const MAX_DEPTH = 32;

const ARRAY = /\[(\d{0,5})\]$/;

interface Walk {
  readonly structs: Structs;
  readonly depth: number;
}

function checkList(walk: Walk, type: string, value: unknown, place: Place): void {
  if (!Array.isArray(value)) {
    refuse(place, 'type', 'must be a list');
    return;
  }
  const length = ARRAY.exec(type)?.[1] ?? '';
  if (length !== '' && value.length !== Number(length)) refuse(place, 'length', 'has another length than its type');
  const element = type.replace(ARRAY, '');
  value.forEach((item: unknown, index) => {
    checkValue(walk, element, item, inside(place, index));
  });
}

// A value that does not fit its atomic type is no malformed body: what does not decode asks a human.
function checkValue({ structs, depth }: Walk, type: string, value: unknown, place: Place): void {
  const next = { structs, depth: depth + 1 };
  if (depth > MAX_DEPTH) refuse(place, 'depth', 'is nested too deeply');
  else if (ARRAY.test(type)) checkList(next, type, value, place);
  else if (!isAtomic(type)) checkStruct(next, fieldsOf(structs, type), value, place);
}

function checkStruct(walk: Walk, fields: readonly Field[] | undefined, value: unknown, place: Place): void {
  if (fields === undefined) {
    refuse(place, 'undeclared', 'has a type that is not declared');
    return;
  }
  if (!isRecord(value)) {
    refuse(place, 'type', 'must be an object');
    return;
  }
  refuseUndeclared(fields, value, place);
  for (const field of fields) {
    if (Object.hasOwn(value, field.name)) checkValue(walk, field.type, value[field.name], inside(place, field.name));
    else refuse(inside(place, field.name), 'required', 'is declared but missing');
  }
}

function refuseUndeclared(fields: readonly Field[], value: Readonly<Record<string, unknown>>, place: Place): void {
  for (const key of Object.keys(value)) {
    if (!fields.some((field) => field.name === key)) refuse(insideUnknown(place, key), 'undeclared', 'is not declared');
  }
}

function checkTypes(structs: Structs, place: Place): void {
  for (const [name, fields] of Object.entries(structs)) {
    const names = fields.map((field) => field.name);
    if (new Set(names).size !== names.length) refuse(inside(place, name), 'duplicate', 'declares a field twice');
    fields.forEach((field, index) => {
      const base = baseType(field.type);
      if (!isAtomic(base) && fieldsOf(structs, base) === undefined)
        refuse(inside(inside(place, name), index), 'undeclared', 'has a type that is not declared');
    });
  }
}

function checkDomain({ domain, types }: TypedData, place: Place): void {
  const declared = types === undefined ? undefined : fieldsOf(types, DOMAIN);
  if (types !== undefined && declared !== undefined) {
    checkStruct({ structs: types, depth: 0 }, declared, domain, place);
    return;
  }
  for (const key of Object.keys(domain)) {
    if (!isDomainMember(key)) refuse(insideUnknown(place, key), 'undeclared', 'is not a member of a domain');
  }
}

/** Structs inside a message that brings no types: what the standard does not have in them would not be hashed either. */
function refuseUndeclaredInside(structs: Structs, fields: readonly Field[], message: TypedData['message'], place: Place): void {
  for (const { name, type } of fields) {
    const inner = fieldsOf(structs, baseType(type));
    const value = Object.hasOwn(message, name) ? message[name] : undefined;
    if (inner === undefined || value === undefined) continue;
    const here = inside(place, name);
    if (isRecord(value)) refuseUndeclared(inner, value, here);
    if (!Array.isArray(value)) continue;
    value.forEach((one: unknown, index) => {
      if (isRecord(one)) refuseUndeclared(inner, one, inside(here, index));
    });
  }
}

/** Without types the standard's own are meant; what the verdict rests on must be there, and nothing the standard does not have. */
function checkAssumed(data: TypedData, place: Place): void {
  const standard = assumedStandard(data);
  if (standard === undefined) return;
  const fields = fieldsOf(standard.structs, standard.primaryType) ?? [];
  if (!standard.hasWitness) refuseUndeclared(fields, data.message, place);
  refuseUndeclaredInside(standard.structs, fields, data.message, place);
  for (const name of standard.judged) {
    if (!Object.hasOwn(data.message, name)) refuse(inside(place, name), 'required', 'is missing');
  }
}

function checkChainId({ domain }: TypedData, network: string | undefined, place: Place): void {
  if (!Object.hasOwn(domain, 'chainId')) return;
  const chainId = wholeNumberOf(domain['chainId']);
  const expected = network === undefined ? undefined : findNetwork(network)?.chainId;
  if (chainId === undefined) refuse(place, 'type', 'must be a chain id');
  else if (expected !== undefined && (expected === null || BigInt(expected) !== chainId)) {
    refuse(place, 'network', 'is not the network of the request');
  }
}

/** Refuses typed data whose hash would leave something out or read something that is not there, and such for another network. */
export function checkTypedData(data: TypedData, network: string | undefined, place: Place): void {
  const { types, primaryType, message } = data;
  checkDomain(data, inside(place, 'domain'));
  checkChainId(data, network, inside(inside(place, 'domain'), 'chainId'));
  if (types === undefined) {
    checkAssumed(data, inside(place, 'message'));
    return;
  }
  checkTypes(types, inside(place, 'types'));
  if (fieldsOf(types, primaryType) === undefined) refuse(inside(place, 'primaryType'), 'undeclared', 'is not declared');
  else checkStruct({ structs: types, depth: 0 }, fieldsOf(types, primaryType), message, inside(place, 'message'));
}
