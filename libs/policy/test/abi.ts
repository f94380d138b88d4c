// Calldata by hand, so that the reader is not tested against a writer with the same mistakes.

export type Hex = string;

/** A word: a number, or an address or bytes in hex to its right. */
export function word(value: bigint | number | Hex): Hex {
  const text = typeof value === 'string' ? value.replace(/^0x/, '') : value.toString(16);
  return text.toLowerCase().padStart(64, '0');
}

/** Bytes with their length before them, padded to whole words. */
export function bytes(data: Hex): Hex {
  const body = data.replace(/^0x/, '');
  return word(body.length / 2) + body.padEnd(Math.ceil(body.length / 64) * 64, '0');
}

/** Parts that stand elsewhere: an offset for each, counted from the end of what comes before, then the parts. */
export function tail(wordsBefore: number, parts: readonly Hex[]): Hex {
  let at = (wordsBefore + parts.length) * 32;
  const offsets = parts.map((part) => {
    const offset = word(at);
    at += part.length / 2;
    return offset;
  });
  return offsets.join('') + parts.join('');
}

/** A list of things that have no fixed length. */
export function list(parts: readonly Hex[]): Hex {
  return word(parts.length) + tail(0, parts);
}

/** A list of words or of tuples of words. */
export function flatList(length: number, words: Hex): Hex {
  return word(length) + words;
}

export function calldata(selector: Hex, ...parts: readonly Hex[]): Hex {
  return selector + parts.join('');
}

export const transfer = (to: string, amount: bigint | number): Hex => calldata('0xa9059cbb', word(to), word(amount));
export const approve = (spender: string, amount: bigint | number): Hex => calldata('0x095ea7b3', word(spender), word(amount));

export const multicall = (...calls: readonly Hex[]): Hex => calldata('0xac9650d8', tail(0, [list(calls.map(bytes))]));

export const execute = (to: string, value: bigint | number, data: Hex): Hex =>
  calldata('0xb61d27f6', word(to), word(value), tail(2, [bytes(data)]));

/** A tuple of address, words, and bytes at its end. */
export const callTuple = (to: string, words: readonly (bigint | number)[], data: Hex): Hex =>
  word(to) + words.map((one) => word(one)).join('') + tail(1 + words.length, [bytes(data)]);

export interface Packed {
  readonly operation?: number;
  readonly to: string;
  readonly value?: bigint | number;
  readonly data?: Hex;
}

export function multiSend(...calls: readonly Packed[]): Hex {
  const packed = calls.map(({ operation = 0, to, value = 0, data = '0x' }) => {
    const body = data.slice(2);
    return operation.toString(16).padStart(2, '0') + to.slice(2) + word(value) + word(body.length / 2) + body;
  });
  return calldata('0x8d80ff0a', tail(0, [bytes(packed.join(''))]));
}

export const safeTransaction = (
  to: string,
  data: Hex,
  more: { readonly operation?: number; readonly gasPrice?: number; readonly value?: number } = {},
): Hex => {
  const { operation = 0, gasPrice = 0, value = 0 } = more;
  const body = bytes(data);
  const head = [word(to), word(value), word(10 * 32), word(operation), word(0), word(0), word(gasPrice), word(0), word(0)];
  return calldata('0x6a761202', ...head, word(10 * 32 + body.length / 2), body, word(0));
};

export const erc7579 = (mode: Hex, execution: Hex): Hex =>
  calldata('0xe9ae5c53', mode.replace(/^0x/, '').padEnd(64, '0'), tail(1, [bytes(execution)]));
