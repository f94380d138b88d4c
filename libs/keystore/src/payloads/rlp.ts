import { invalidPayload } from './payload-error.js';

export type RlpItem = Uint8Array | readonly RlpItem[];

// An access list nests three levels below the transaction; nothing signed here goes deeper.
const MAX_DEPTH = 6;

/**
 * Decodes exactly one canonical RLP item (Ethereum Yellow Paper, appendix B): shortest lengths only, no byte left over.
 *
 * @throws DomainError `INVALID_TRANSACTION`.
 */
export function decodeRlp(bytes: Uint8Array): RlpItem {
  const { item, end } = readItem(bytes, 0, MAX_DEPTH);
  if (end !== bytes.length) throw invalidPayload('RLP_TRAILING_BYTES');
  return item;
}

interface Read {
  readonly item: RlpItem;
  readonly end: number;
}

function readItem(bytes: Uint8Array, at: number, depth: number): Read {
  const head = bytes[at];
  if (head === undefined) throw invalidPayload('RLP_TRUNCATED');
  if (head < 0x80) return { item: bytes.subarray(at, at + 1), end: at + 1 };
  if (head < 0xc0) return readString(bytes, at, head);
  return readList(bytes, { at, head, depth });
}

function readString(bytes: Uint8Array, at: number, head: number): Read {
  const { start, end } = readSpan(bytes, at, head - 0x80);
  const first = bytes[start];
  if (end - start === 1 && first !== undefined && first < 0x80) throw invalidPayload('RLP_NOT_CANONICAL');
  return { item: bytes.subarray(start, end), end };
}

function readList(bytes: Uint8Array, from: { readonly at: number; readonly head: number; readonly depth: number }): Read {
  if (from.depth === 0) throw invalidPayload('RLP_TOO_DEEP');
  const { start, end } = readSpan(bytes, from.at, from.head - 0xc0);
  const within = bytes.subarray(0, end);
  const items: RlpItem[] = [];
  let at = start;
  while (at < end) {
    const read = readItem(within, at, from.depth - 1);
    items.push(read.item);
    at = read.end;
  }
  return { item: items, end };
}

/** Start and end of what a header announces: `code` up to 55 is the length itself, above it the number of length bytes. */
function readSpan(bytes: Uint8Array, at: number, code: number): { readonly start: number; readonly end: number } {
  const lengthBytes = Math.max(0, code - 55);
  const start = at + 1 + lengthBytes;
  // Six length bytes hold more than any memory; beyond 2^53 a number would round.
  if (lengthBytes > 6 || start > bytes.length) throw invalidPayload('RLP_TRUNCATED');
  let length = code;
  if (lengthBytes > 0) {
    length = bytes.subarray(at + 1, start).reduce((sum, byte) => sum * 256 + byte, 0);
    if (length <= 55 || bytes[at + 1] === 0) throw invalidPayload('RLP_NOT_CANONICAL');
  }
  if (start + length > bytes.length) throw invalidPayload('RLP_TRUNCATED');
  return { start, end: start + length };
}
