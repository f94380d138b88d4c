/** DER (X.690), as much of it as certificates need. Each function gives one whole element. */
export type Der = Buffer;

const TAG = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  oid: 0x06,
  utf8String: 0x0c,
  generalizedTime: 0x18,
  utcTime: 0x17,
  sequence: 0x30,
  set: 0x31,
} as const;

const CONTEXT = 0x80;
const CONSTRUCTED = 0x20;

function lengthOf(size: number): Buffer {
  if (size < 0x80) return Buffer.from([size]);
  const bytes: number[] = [];
  for (let rest = size; rest > 0; rest >>>= 8) bytes.unshift(rest & 0xff);
  return Buffer.from([0x80 | bytes.length, ...bytes]);
}

function element(tag: number, ...parts: readonly Uint8Array[]): Der {
  const content = Buffer.concat(parts);
  return Buffer.concat([Buffer.from([tag]), lengthOf(content.length), content]);
}

export const sequence = (...parts: readonly Der[]): Der => element(TAG.sequence, ...parts);
export const setOf = (...parts: readonly Der[]): Der => element(TAG.set, ...parts);
export const octetString = (content: Uint8Array): Der => element(TAG.octetString, content);
export const utf8String = (text: string): Der => element(TAG.utf8String, Buffer.from(text, 'utf8'));
export const boolean = (value: boolean): Der => element(TAG.boolean, Buffer.from([value ? 0xff : 0]));
/** `[n]` around an element (explicit). */
export const tagged = (number: number, content: Der): Der => element(CONTEXT | CONSTRUCTED | number, content);
/** `[n]` in place of the tag of a primitive (implicit). */
export const retagged = (number: number, content: Uint8Array): Der => element(CONTEXT | number, content);
export const bitString = (content: Uint8Array, unusedBits = 0): Der => element(TAG.bitString, Buffer.from([unusedBits]), content);

/** A whole number that is not negative, from its bytes, most significant first. */
export function integer(bytes: Uint8Array): Der {
  let start = 0;
  while (start < bytes.length - 1 && bytes[start] === 0) start += 1;
  const body = bytes.subarray(start);
  return (body[0] ?? 0) >= 0x80 ? element(TAG.integer, Buffer.from([0]), body) : element(TAG.integer, body);
}

export function oid(dotted: string): Der {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  return element(TAG.oid, Buffer.from([first * 40 + second, ...rest.flatMap(base128)]));
}

function base128(value: number): number[] {
  const bytes = [value & 0x7f];
  for (let rest = value >>> 7; rest > 0; rest >>>= 7) bytes.unshift(0x80 | (rest & 0x7f));
  return bytes;
}

/** A time to the second, in UTC: short until 2049, long from then on (RFC 5280 §4.1.2.5). */
export function time(at: Date): Der {
  const digits = at.toISOString().replace(/[-:T]|\.\d{3}/g, '');
  return at.getUTCFullYear() < 2050
    ? element(TAG.utcTime, Buffer.from(digits.slice(2), 'ascii'))
    : element(TAG.generalizedTime, Buffer.from(digits, 'ascii'));
}

export function pem(label: string, content: Uint8Array): string {
  const lines =
    Buffer.from(content)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`;
}
