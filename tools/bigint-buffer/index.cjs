// The four functions of bigint-buffer that @solana/buffer-layout-utils uses, without native code. Unlike the original, a value that
// does not fit is refused instead of cut off. It can go when @solana/spl-token no longer depends on bigint-buffer.
'use strict';

function toBigIntBE(buffer) {
  return buffer.length === 0 ? 0n : BigInt(`0x${Buffer.from(buffer).toString('hex')}`);
}

function toBigIntLE(buffer) {
  return toBigIntBE(Buffer.from(buffer).reverse());
}

function toBufferBE(value, width) {
  if (value < 0n || value >= 1n << BigInt(width * 8)) throw new RangeError(`the value does not fit ${width} bytes`);
  return Buffer.from(value.toString(16).padStart(width * 2, '0'), 'hex');
}

function toBufferLE(value, width) {
  return toBufferBE(value, width).reverse();
}

exports.toBigIntBE = toBigIntBE;
exports.toBigIntLE = toBigIntLE;
exports.toBufferBE = toBufferBE;
exports.toBufferLE = toBufferLE;
