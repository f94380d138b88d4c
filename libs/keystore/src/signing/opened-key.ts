import type { KeyObject } from 'node:crypto';
import { keccak_256 } from '@noble/hashes/sha3';
import { base58 } from '@scure/base';
import {
  DomainError,
  isSameAddress,
  NETWORKS,
  type KeyCeiling,
  type KeyIdentity,
  type SignTransactionRequest,
} from '@waiaas/core';
import { ed25519Key, ed25519PublicKey, ed25519Sign } from '../keys/ed25519.js';
import { evmAddressOf, secp256k1Sign } from '../keys/secp256k1.js';
import { decodeEvmPayload } from '../payloads/evm-payload.js';
import { invalidPayload } from '../payloads/payload-error.js';
import { decodeSolanaPayload } from '../payloads/solana-payload.js';

const ENVIRONMENT_OF_CHAIN_ID = new Map(
  NETWORKS.flatMap((network) => (network.chainId === null ? [] : [[BigInt(network.chainId), network.environment] as const])),
);
const HEX = /^(?:[0-9a-f]{2})+$/;

/**
 * A private key in the clear, with what it was sealed together with. It signs decoded payloads and nothing else: there is no call for a hash.
 *
 * {@link destroy} overwrites the key; signing afterwards throws.
 */
export class OpenedKey {
  #secret: Buffer | undefined;
  #ed25519: KeyObject | undefined;

  /** Takes ownership of `secret`. */
  constructor(
    readonly identity: KeyIdentity,
    readonly ceiling: KeyCeiling,
    readonly address: string,
    secret: Buffer,
  ) {
    this.#secret = secret;
    this.#ed25519 = identity.chain === 'solana' ? ed25519Key(secret) : undefined;
  }

  /**
   * Hex signature of an unsigned transaction that is this key's to sign: 64 bytes Ed25519, or r ‖ s ‖ yParity.
   *
   * The payload is decoded and hashed here, and the address derived from the key again, before anything is signed.
   *
   * @throws DomainError `INVALID_TRANSACTION`, `UNSUPPORTED_TX_TYPE`, `CHAIN_ID_MISMATCH`, `WALLET_NOT_SIGNER`, `KEY_ADDRESS_MISMATCH`.
   */
  signTransaction(request: Pick<SignTransactionRequest, 'kind' | 'payload'>, address: string): string {
    if (!HEX.test(request.payload)) throw invalidPayload('NOT_HEX');
    const payload = Buffer.from(request.payload, 'hex');
    switch (request.kind) {
      case 'evm-transaction':
        return this.#signEvm(payload, address);
      case 'solana-transaction':
        return this.#signSolana(payload, address);
    }
  }

  #signEvm(payload: Buffer, address: string): string {
    const secret = this.#secretFor('ethereum');
    const environment = ENVIRONMENT_OF_CHAIN_ID.get(decodeEvmPayload(payload).chainId);
    if (environment !== this.identity.environment) throw new DomainError('CHAIN_ID_MISMATCH');
    this.#checkAddress(evmAddressOf(secret), address);
    return secp256k1Sign(secret, keccak_256(payload)).toString('hex');
  }

  #signSolana(payload: Buffer, address: string): string {
    this.#secretFor('solana');
    const key = this.#ed25519;
    if (key === undefined) throw new Error('the key was destroyed');
    const message = decodeSolanaPayload(payload);
    const publicKey = ed25519PublicKey(key);
    this.#checkAddress(base58.encode(publicKey), address);
    const signers = message.staticAccounts.slice(0, message.requiredSignatures);
    if (!signers.some((account) => publicKey.equals(account))) throw new DomainError('WALLET_NOT_SIGNER');
    return ed25519Sign(key, payload).toString('hex');
  }

  // A key that is not the key of the address everybody else sees would sign for somebody else's account.
  #checkAddress(derived: string, requested: string): void {
    const { chain } = this.identity;
    if (!isSameAddress(chain, derived, this.address) || !isSameAddress(chain, derived, requested)) {
      throw new DomainError('KEY_ADDRESS_MISMATCH');
    }
  }

  #secretFor(chain: KeyIdentity['chain']): Buffer {
    if (this.#secret === undefined) throw new Error('the key was destroyed');
    if (this.identity.chain !== chain) throw unsupportedChain();
    return this.#secret;
  }

  /** A copy of the 32 secret bytes; the caller overwrites it. */
  copySecret(): Buffer {
    if (this.#secret === undefined) throw new Error('the key was destroyed');
    return Buffer.from(this.#secret);
  }

  destroy(): void {
    this.#secret?.fill(0);
    this.#secret = undefined;
    this.#ed25519 = undefined;
  }

  toJSON(): string {
    return '[redacted]';
  }
}

function unsupportedChain(): DomainError {
  return new DomainError('UNSUPPORTED_TX_TYPE', { details: { reason: 'OTHER_CHAIN' } });
}
