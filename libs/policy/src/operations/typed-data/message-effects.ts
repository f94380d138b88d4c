import { canonicalAddress } from '@waiaas/core';
import { hexToBytes } from '@noble/hashes/utils';
import type { TypedData } from '../../request.js';
import { isRecord } from '../../schema/object.js';
import type { Effect } from '../effects.js';
import { Undecodable } from '../evm/abi-reader.js';
import type { InnerCall } from '../evm/wrapper-selectors.js';
import type { Standard } from './standards.js';
import { wholeNumberOf } from './whole-number.js';

type Message = Readonly<Record<string, unknown>>;

function member(message: Message, name: string): unknown {
  if (!Object.hasOwn(message, name)) throw new Undecodable();
  return message[name];
}

/** An address, as it was written. */
function address(message: Message, name: string): string {
  const value = member(message, name);
  if (typeof value !== 'string' || canonicalAddress('ethereum', value) === undefined) throw new Undecodable();
  return value;
}

function uint(message: Message, name: string, bits: number): bigint {
  const value = wholeNumberOf(member(message, name));
  if (value === undefined || value >> BigInt(bits) > 0n) throw new Undecodable();
  return value;
}

function bool(message: Message, name: string): boolean {
  const value = member(message, name);
  if (typeof value !== 'boolean') throw new Undecodable();
  return value;
}

function structOf(value: unknown): Message {
  if (!isRecord(value)) throw new Undecodable();
  return value;
}

/** One struct, or the entries of a list of them; a list of none says nothing that could be judged. */
function* structs(message: Message, name: string): Generator<Message> {
  const value = member(message, name);
  const entries: readonly unknown[] = Array.isArray(value) ? value : [value];
  if (entries.length === 0) throw new Undecodable();
  for (const entry of entries) yield structOf(entry);
}

function hexBytes(message: Message, name: string): Uint8Array {
  const value = member(message, name);
  if (typeof value !== 'string' || !/^0x(?:[0-9a-fA-F]{2})*$/.test(value)) throw new Undecodable();
  return hexToBytes(value.slice(2));
}

/** What a recognised message grants or moves, one by one. Throws `Undecodable`. */
export function effectsOfMessage({ kind }: Standard, { domain, message }: TypedData): Iterable<Effect> {
  switch (kind) {
    case 'permit':
      return [
        {
          kind: 'allowance',
          token: address(domain, 'verifyingContract'),
          spender: address(message, 'spender'),
          amount: uint(message, 'value', 256),
          bits: 256,
        },
      ];
    case 'daiPermit': {
      const granted = bool(message, 'allowed') ? 'unlimited' : 'revocation';
      return [{ kind: granted, token: address(domain, 'verifyingContract'), spender: address(message, 'spender') }];
    }
    case 'permit2Allowance':
      return permit2Grants(message, 'details', 160);
    case 'permit2Transfer':
      return permit2Grants(message, 'permitted', 256);
    case 'authorization':
      return [
        {
          kind: 'token',
          token: address(domain, 'verifyingContract'),
          to: address(message, 'to'),
          amount: uint(message, 'value', 256),
        },
      ];
    case 'safeTx':
      return [];
  }
}

function* permit2Grants(message: Message, list: string, bits: number): Generator<Effect> {
  const spender = address(message, 'spender');
  for (const one of structs(message, list)) {
    const amount = uint(one, 'amount', bits);
    yield { kind: 'allowance', token: address(one, 'token'), spender, amount, bits };
  }
}

/** The call a Safe is asked to make. Throws `Undecodable`. */
export function callOfSafeTx(message: Message): InnerCall {
  const operation = uint(message, 'operation', 8);
  if (operation > 1n) throw new Undecodable();
  return {
    contract: address(message, 'to'),
    value: uint(message, 'value', 256),
    data: hexBytes(message, 'data'),
    isDelegate: operation === 1n,
    hasRefund: Object.hasOwn(message, 'gasPrice') && uint(message, 'gasPrice', 256) > 0n,
  };
}

/** Until when a signature is good, in Unix seconds; undefined where the message does not say. */
export function deadlineOf({ deadline }: Standard, { message }: TypedData): bigint | undefined {
  return deadline === undefined || !Object.hasOwn(message, deadline) ? undefined : wholeNumberOf(message[deadline]);
}
