import { createHmac } from 'node:crypto';

const HARDENED = 0x8000_0000;

/** Ed25519 key of a hardened path (SLIP-0010): the 32-byte seed of RFC 8032. Indices are given without the hardened bit. */
export function deriveEd25519(seed: Uint8Array, indices: readonly number[]): Buffer {
  let node = hmac512(Buffer.from('ed25519 seed', 'utf8'), seed);
  for (const index of indices) {
    const data = Buffer.alloc(37);
    node.copy(data, 1, 0, 32);
    data.writeUInt32BE(index + HARDENED, 33);
    const child = hmac512(node.subarray(32), data);
    data.fill(0);
    node.fill(0);
    node = child;
  }
  const key = Buffer.from(node.subarray(0, 32));
  node.fill(0);
  return key;
}

function hmac512(key: Uint8Array, data: Uint8Array): Buffer {
  return createHmac('sha512', key).update(data).digest();
}
