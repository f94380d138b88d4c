import { getAssociatedTokenAddressSync } from '@solana/spl-token';
import { PublicKey } from '@solana/web3.js';
import { tokenProgramId, type TokenProgram } from '../program-ids.js';

const KEPT = 4096;
const cache = new Map<string, string>();

/**
 * The associated token account of a wallet, which may be any 32 bytes, programs' addresses included.
 *
 * The derivation costs up to 256 hashes and curve checks, so answers are kept: they never change.
 */
export function associatedAccount(mint: string, owner: string, program: TokenProgram): string {
  const key = `${mint}:${owner}:${program}`;
  const known = cache.get(key);
  if (known !== undefined) return known;
  const address = getAssociatedTokenAddressSync(
    new PublicKey(mint),
    new PublicKey(owner),
    true,
    tokenProgramId(program),
  ).toBase58();
  const oldest = cache.size >= KEPT ? cache.keys().next().value : undefined;
  if (oldest !== undefined) cache.delete(oldest);
  cache.set(key, address);
  return address;
}
