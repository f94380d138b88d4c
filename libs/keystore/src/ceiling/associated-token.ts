import { createHash } from 'node:crypto';
import { ed25519 } from '@noble/curves/ed25519';

const MARKER = Buffer.from('ProgramDerivedAddress');

/**
 * The associated token account of an owner: the first address off the curve that the seeds give, counting down (Solana's
 * `find_program_address`). All are 32 bytes.
 */
export function associatedTokenAccount(owner: Uint8Array, seeds: AssociatedSeeds): Buffer | undefined {
  for (let bump = 255; bump >= 0; bump -= 1) {
    const hash = createHash('sha256');
    for (const seed of [owner, seeds.tokenProgram, seeds.mint, Uint8Array.of(bump), seeds.program, MARKER]) hash.update(seed);
    const address = hash.digest();
    if (!isOnCurve(address)) return address;
  }
  return undefined;
}

export interface AssociatedSeeds {
  readonly mint: Uint8Array;
  readonly tokenProgram: Uint8Array;
  /** The associated token program itself. */
  readonly program: Uint8Array;
}

function isOnCurve(bytes: Uint8Array): boolean {
  try {
    ed25519.Point.fromHex(bytes);
    return true;
  } catch {
    return false;
  }
}
