import { secp256k1 } from '@noble/curves/secp256k1';
import { keccak_256 } from '@noble/hashes/sha3';
import { toChecksumAddress } from '@waiaas/core';

/** Whether 32 bytes are a private key: 1 … n-1 (SEC 1 §3.2.1). */
export function isSecp256k1Secret(secret: Uint8Array): boolean {
  return secret.length === 32 && secp256k1.utils.isValidPrivateKey(secret);
}

/** The EIP-55 address of a private key: the last 20 bytes of Keccak-256 over the public point. */
export function evmAddressOf(secret: Uint8Array): string {
  const point = secp256k1.getPublicKey(secret, false).subarray(1);
  return toChecksumAddress(`0x${Buffer.from(keccak_256(point).subarray(12)).toString('hex')}`);
}

/** r ‖ s ‖ yParity over a 32-byte digest: deterministic (RFC 6979 §3.2), s in the lower half (EIP-2). */
export function secp256k1Sign(secret: Uint8Array, digest: Uint8Array): Buffer {
  if (digest.length !== 32) throw new RangeError('a digest has 32 bytes');
  const signature = secp256k1.sign(digest, secret, { lowS: true });
  return Buffer.concat([signature.toCompactRawBytes(), Uint8Array.of(signature.recovery)]);
}

let isWarm = false;

/** Fills the table of multiples of the generator that makes later signatures faster; about 0.15 s once, worth it while Argon2 runs elsewhere. */
export function warmUpSecp256k1(): void {
  if (!isWarm) secp256k1.ProjectivePoint.BASE.precompute(12, false);
  isWarm = true;
}
