import { garbage } from './rpc-failure.js';

const QUANTITY = /^0x[0-9a-fA-F]{1,64}$/;
const DATA = /^0x(?:[0-9a-fA-F]{2})*$/;
const HASH = /^0x[0-9a-fA-F]{64}$/;

/** A hex quantity of at most 256 bits. Throws RpcFailure `garbage` for all else: a node's number is never guessed. */
export function quantity(value: unknown, what: string): bigint {
  if (typeof value !== 'string' || !QUANTITY.test(value)) throw garbage(what);
  return BigInt(value);
}

/** A hex quantity that JavaScript holds exactly: heights, nonces, timestamps. */
export function safeInteger(value: unknown, what: string): number {
  const number = Number(quantity(value, what));
  if (!Number.isSafeInteger(number)) throw garbage(what);
  return number;
}

export function hexData(value: unknown, what: string): `0x${string}` {
  if (typeof value !== 'string' || !DATA.test(value)) throw garbage(what);
  return value as `0x${string}`;
}

export function hash32(value: unknown, what: string): string {
  if (typeof value !== 'string' || !HASH.test(value)) throw garbage(what);
  return value.toLowerCase();
}

export function hexOf(value: number | bigint): `0x${string}` {
  return `0x${value.toString(16)}`;
}
