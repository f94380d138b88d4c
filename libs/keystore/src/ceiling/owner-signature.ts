import { secp256k1 } from '@noble/curves/secp256k1';
import { keccak_256 } from '@noble/hashes/sha3';
import { base58 } from '@scure/base';
import { isSameAddress, signableMessage, toChecksumAddress, type Chain } from '@waiaas/core';
import nacl from 'tweetnacl';

const EVM_SIGNATURE = /^0x[0-9a-fA-F]{130}$/;
const ED25519_BYTES = 64;
const MAX_BASE58 = 88;

/** Whether the key of this address signed this text: EIP-191 recovered and compared, or Ed25519 over the text's bytes. */
export function isOwnerSignature(chain: Chain, address: string, text: string, signature: string): boolean {
  try {
    return chain === 'ethereum' ? isSignedOnEvm(address, text, signature) : isSignedOnSolana(address, text, signature);
  } catch {
    return false;
  }
}

function isSignedOnEvm(address: string, text: string, signature: string): boolean {
  if (!EVM_SIGNATURE.test(signature)) return false;
  const bytes = signableMessage({ chain: 'ethereum', wallet: address, text });
  if (!bytes.ok) return false;
  const v = Number.parseInt(signature.slice(130), 16);
  const recovery = v >= 27 ? v - 27 : v;
  const point = secp256k1.Signature.fromCompact(signature.slice(2, 130))
    .addRecoveryBit(recovery)
    .recoverPublicKey(keccak_256(bytes.value))
    .toRawBytes(false)
    .subarray(1);
  const signer = toChecksumAddress(`0x${Buffer.from(keccak_256(point).subarray(12)).toString('hex')}`);
  return isSameAddress('ethereum', signer, address);
}

function isSignedOnSolana(address: string, text: string, signature: string): boolean {
  const bytes = solanaSignature(signature);
  return bytes !== undefined && nacl.sign.detached.verify(Buffer.from(text, 'utf8'), bytes, base58.decode(address));
}

function solanaSignature(signature: string): Uint8Array | undefined {
  const encoded = Buffer.from(signature, 'base64');
  if (encoded.length === ED25519_BYTES && encoded.toString('base64') === signature) return encoded;
  if (signature.length > MAX_BASE58) return undefined;
  const decoded = base58.decode(signature);
  return decoded.length === ED25519_BYTES ? decoded : undefined;
}
