import { createHash, type KeyObject } from 'node:crypto';
import { keccak_256 } from '@noble/hashes/sha3';
import { base58 } from '@scure/base';
import {
  DomainError,
  isSameAddress,
  NETWORKS,
  signableMessage,
  type Chain,
  type KeyCeiling,
  type KeyIdentity,
  type SignMessageRequest,
  type SignTransactionRequest,
} from '@waiaas/core';
import { evmOutlay } from '../ceiling/evm-outlay.js';
import type { Admit } from '../ceiling/outlay.js';
import { solanaOutlay } from '../ceiling/solana-outlay.js';
import { ed25519Key, ed25519PublicKey, ed25519Sign } from '../keys/ed25519.js';
import { evmAddressOf, secp256k1Sign } from '../keys/secp256k1.js';
import { decodeEvmPayload } from '../payloads/evm-payload.js';
import { invalidPayload } from '../payloads/payload-error.js';
import { decodeSolanaPayload } from '../payloads/solana-payload.js';
import { readTypedDataPayload } from '../payloads/typed-data-payload.js';

const ENVIRONMENT_OF_CHAIN_ID = new Map(
  NETWORKS.flatMap((network) => (network.chainId === null ? [] : [[BigInt(network.chainId), network.environment] as const])),
);
const HEX = /^(?:[0-9a-f]{2})+$/;

/**
 * A private key in the clear, with what it was sealed together with. It signs what it has decoded itself and nothing else: there is no
 * call for a hash. Whoever asks says in `admit` what the key's ceiling has against it: that runs last before the signature.
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
  signTransaction(
    { kind, payload: text }: Pick<SignTransactionRequest, 'kind' | 'payload'>,
    address: string,
    admit: Admit,
  ): string {
    if (!HEX.test(text)) throw invalidPayload('NOT_HEX');
    const payload = Buffer.from(text, 'hex');
    switch (kind) {
      case 'evm-transaction':
        return this.#signEvmTransaction(payload, address, admit);
      case 'solana-transaction':
        return this.#signSolanaTransaction(payload, address, admit);
    }
  }

  /**
   * Hex signature of a message: EIP-191 on EVM; on Solana of the printable text or the off-chain message it is.
   *
   * @throws DomainError `INVALID_TRANSACTION` with reason `MESSAGE_…` for what is never signed, `KEY_ADDRESS_MISMATCH`.
   */
  signMessage({ kind, message }: Pick<SignMessageRequest, 'kind' | 'message'>, address: string, admit: Admit): string {
    const chain: Chain = kind === 'evm-message' ? 'ethereum' : 'solana';
    this.#secretFor(chain);
    const bytes = signableMessage({ chain, wallet: this.address, text: message });
    if (!bytes.ok) throw invalidPayload(`MESSAGE_${bytes.error}`);
    this.#checkOwnAddress(address);
    admit({ kind, digest: digestOf(bytes.value), chain: undefined, outlay: null });
    return chain === 'ethereum' ? this.#signEvm(bytes.value, address) : this.#signSolana(bytes.value, address);
  }

  /**
   * Hex r ‖ s ‖ yParity of EIP-712 typed data, read and hashed here.
   *
   * @throws DomainError `INVALID_TRANSACTION` with reason `TYPED_DATA`, `CHAIN_ID_MISMATCH`, `KEY_ADDRESS_MISMATCH`.
   */
  signTypedData(text: string, address: string, admit: Admit): string {
    const { digest, chainId } = readTypedDataPayload(text);
    if (chainId !== undefined) this.#checkChainId(chainId);
    this.#secretFor('ethereum');
    this.#checkOwnAddress(address);
    const chain = chainId === undefined ? null : `eip155:${chainId.toString()}`;
    admit({ kind: 'evm-typed-data', digest: digestOf(digest), chain, outlay: null });
    return this.#signDigest(digest, address);
  }

  #signEvmTransaction(bytes: Uint8Array, address: string, admit: Admit): string {
    const payload = decodeEvmPayload(bytes);
    this.#checkChainId(payload.chainId);
    this.#checkOwnAddress(address);
    const outlay = evmOutlay(payload);
    admit({ kind: 'evm-transaction', digest: digestOf(bytes), chain: outlay.chain, outlay });
    return this.#signEvm(bytes, address);
  }

  #signEvm(payload: Uint8Array, address: string): string {
    return this.#signDigest(keccak_256(payload), address);
  }

  #signDigest(digest: Uint8Array, address: string): string {
    const secret = this.#secretFor('ethereum');
    this.#checkAddress(evmAddressOf(secret), address);
    return secp256k1Sign(secret, digest).toString('hex');
  }

  #signSolanaTransaction(payload: Buffer, address: string, admit: Admit): string {
    this.#secretFor('solana');
    const message = decodeSolanaPayload(payload);
    const signers = message.staticAccounts.slice(0, message.requiredSignatures).map((account) => base58.encode(account));
    // The address is compared with the key before anything is signed.
    if (!signers.includes(this.address)) throw new DomainError('WALLET_NOT_SIGNER');
    this.#checkOwnAddress(address);
    const digest = digestOf(payload);
    const outlay = solanaOutlay(message, base58.decode(this.address), digest);
    admit({ kind: 'solana-transaction', digest, chain: outlay.chain, outlay });
    return this.#signSolana(payload, address);
  }

  #signSolana(payload: Uint8Array, address: string): string {
    this.#secretFor('solana');
    const key = this.#ed25519;
    if (key === undefined) throw new Error('the key was destroyed');
    this.#checkAddress(base58.encode(ed25519PublicKey(key)), address);
    return ed25519Sign(key, payload).toString('hex');
  }

  #checkChainId(chainId: bigint): void {
    this.#secretFor('ethereum');
    if (ENVIRONMENT_OF_CHAIN_ID.get(chainId) !== this.identity.environment) throw new DomainError('CHAIN_ID_MISMATCH');
  }

  // Before anything is counted: what is asked for another address is not signed in any case.
  #checkOwnAddress(requested: string): void {
    if (!isSameAddress(this.identity.chain, this.address, requested)) throw new DomainError('KEY_ADDRESS_MISMATCH');
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

function digestOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function unsupportedChain(): DomainError {
  return new DomainError('UNSUPPORTED_TX_TYPE', { details: { reason: 'OTHER_CHAIN' } });
}
