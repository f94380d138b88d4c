import { base58 } from '@scure/base';
import { type Chain, isSameAddress } from '@waiaas/core';
import nacl from 'tweetnacl';
import { isHex, recoverMessageAddress } from 'viem';

const ED25519_SIGNATURE_BYTES = 64;
/** 64 bytes are at most 88 base58 characters; decoding costs the square of the length. */
const MAX_BASE58 = 88;
const SECP256K1_SIGNATURE_HEX = 2 + 65 * 2;

/**
 * Whether the key of this address signed this text. Solana: Ed25519 over the text's bytes, base58 or base64. EVM: EIP-191, recovered
 * and compared; the chain is never asked, so no node can vouch for a key.
 */
export async function isSignedByKey(owner: { readonly chain: Chain; readonly address: string }, text: string, signature: string) {
  switch (owner.chain) {
    case 'solana':
      return isSignedByEd25519(owner.address, text, signature);
    case 'ethereum':
      return isSignedByEvmKey(owner.address, text, signature);
  }
}

function isSignedByEd25519(address: string, text: string, signature: string): boolean {
  const bytes = solanaSignatureBytes(signature);
  if (bytes === undefined) return false;
  return nacl.sign.detached.verify(Buffer.from(text, 'utf8'), bytes, base58.decode(address));
}

function solanaSignatureBytes(signature: string): Uint8Array | undefined {
  const decoded = decodeBase58(signature);
  if (decoded?.length === ED25519_SIGNATURE_BYTES) return decoded;
  const bytes = Buffer.from(signature, 'base64');
  return bytes.length === ED25519_SIGNATURE_BYTES && bytes.toString('base64') === signature ? bytes : undefined;
}

function decodeBase58(text: string): Uint8Array | undefined {
  if (text.length > MAX_BASE58) return undefined;
  try {
    return base58.decode(text);
  } catch {
    return undefined;
  }
}

async function isSignedByEvmKey(address: string, text: string, signature: string): Promise<boolean> {
  if (!isHex(signature) || signature.length !== SECP256K1_SIGNATURE_HEX) return false;
  try {
    return isSameAddress('ethereum', await recoverMessageAddress({ message: text, signature }), address);
  } catch {
    return false;
  }
}
