import { randomBytes } from 'node:crypto';
import { base58 } from '@scure/base';
import type { Chain } from '@waiaas/core';
import { ed25519Key, ed25519PublicKey } from './ed25519.js';
import { evmAddressOf, isSecp256k1Secret } from './secp256k1.js';

export const SECRET_BYTES = 32;

/** A fresh private key: 32 bytes of the system's generator, for secp256k1 drawn again until in range. */
export function randomSecret(chain: Chain): Buffer {
  for (;;) {
    const secret = randomBytes(SECRET_BYTES);
    if (isValidSecret(chain, secret)) return secret;
  }
}

/** Whether 32 bytes are a private key of the chain's curve. */
export function isValidSecret(chain: Chain, secret: Uint8Array): boolean {
  switch (chain) {
    case 'ethereum':
      return isSecp256k1Secret(secret);
    case 'solana':
      return secret.length === SECRET_BYTES;
  }
}

/** The canonical address of a private key: EIP-55 hex, or base58 of the Ed25519 public key. */
export function addressOf(chain: Chain, secret: Uint8Array): string {
  switch (chain) {
    case 'ethereum':
      return evmAddressOf(secret);
    case 'solana':
      return base58.encode(ed25519PublicKey(ed25519Key(secret)));
  }
}
