import type { WeierstrassPoint } from '@noble/curves/abstract/weierstrass';
import { secp256k1 } from '@noble/curves/secp256k1';
import { isSameAddress } from '@waiaas/core';
import { bytesToBigInt, bytesToHex } from 'viem';
import { publicKeyToAddress } from 'viem/accounts';

export interface RecoverableSignature {
  readonly r: bigint;
  readonly s: bigint;
  readonly yParity: number;
}

const { Point } = secp256k1;
const { Fn } = Point;

/** Tables of four bits: a tenth of a megabyte for each sender. */
const WINDOW_BITS = 4;
const MAX_KEPT = 64;

/**
 * Whose signature it is. The first one of a sender is recovered; later ones are checked against the key found then, which is
 * several times cheaper and just as strict: the point that any node recovers the sender from must be the very one.
 */
export class SenderKeys {
  readonly #keys = new Map<string, WeierstrassPoint<bigint>>();

  /** False for a malleable signature (EIP-2) too. Throws where no key at all can have made it. */
  isSigner(address: string, digest: Uint8Array, signature: RecoverableSignature): boolean {
    const { r, s, yParity } = signature;
    const parsed = new secp256k1.Signature(r, s);
    if (parsed.hasHighS()) return false;
    const known = this.#keys.get(address);
    if (known !== undefined) return isOf(known, digest, signature);
    const key = parsed.addRecoveryBit(yParity).recoverPublicKey(digest);
    if (!isSameAddress('ethereum', publicKeyToAddress(bytesToHex(key.toRawBytes(false))), address)) return false;
    this.#remember(address, key);
    return true;
  }

  #remember(address: string, key: WeierstrassPoint<bigint>): void {
    this.#keys.set(address, key.precompute(WINDOW_BITS));
    const [oldest] = this.#keys.keys();
    if (this.#keys.size > MAX_KEPT && oldest !== undefined) this.#keys.delete(oldest);
  }
}

/** Verification of SEC 1 §4.1.4, and the parity of R beside its x. */
function isOf(key: WeierstrassPoint<bigint>, digest: Uint8Array, { r, s, yParity }: RecoverableSignature): boolean {
  const inverse = Fn.inv(s);
  const point = Point.BASE.multiplyUnsafe(Fn.mul(Fn.create(bytesToBigInt(digest)), inverse)).add(
    key.multiplyUnsafe(Fn.mul(r, inverse)),
  );
  if (point.is0()) return false;
  const { x, y } = point.toAffine();
  return x === r && y % 2n === BigInt(yParity);
}
