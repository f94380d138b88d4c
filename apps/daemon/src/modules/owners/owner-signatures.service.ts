import { Injectable } from '@nestjs/common';
import { canonicalAddress, DomainError, type NetworkName } from '@waiaas/core';
import { hashMessage, isHex } from 'viem';
import { ChainRegistry } from '../../infra/chains/chain-registry.js';
import { OwnedWalletsRepository, type OwnedWallet, type OwnerPin } from './owned-wallets.repository.js';
import type { StoredChallenge } from './owner-challenges.repository.js';
import { isSignedByKey } from './proof/owner-signature.js';
import { invalidSignature } from './proof/signed-message.js';

type ContractPin = Extract<OwnerPin, { kind: 'contract' }>;

interface Signed {
  readonly challenge: StoredChallenge;
  /** The address the request named, if any. */
  readonly named: string | undefined;
  readonly text: string;
  readonly signature: string;
}

const KEY: OwnerPin = { kind: 'eoa' };

/**
 * Whether an owner signed. A key is recovered and compared; no chain is asked about it. A contract answers for itself (EIP-1271), but
 * only where it was pinned and with the code it was pinned with: at the same address of another network somebody else's may stand.
 * Before it is pinned, only a verify challenge that names its network lets it speak.
 */
@Injectable()
export class OwnerSignatures {
  constructor(
    private readonly wallets: OwnedWalletsRepository,
    private readonly chains: ChainRegistry,
  ) {}

  /** What the signature proves its owner to be. Throws `INVALID_SIGNATURE`, or `ADAPTER_NOT_AVAILABLE` where a contract cannot be asked. */
  async judge(signed: Signed): Promise<OwnerPin> {
    const judged = await this.#judged(signed.challenge);
    assertOwner(signed, judged);
    const pins = pinsOf(judged);
    if (pins.length === 0) return this.#judgeUnpinned(signed);
    for (const pin of pins) await this.#assertSignedAs(pin, signed);
    return pins[0] ?? KEY;
  }

  /** The wallets in whose name it is signed: an act on no wallet is one on all that this owner has. */
  async #judged({ walletId, chain, address }: StoredChallenge): Promise<readonly OwnedWallet[]> {
    if (walletId === null) return this.wallets.findByOwner(chain, address);
    const wallet = await this.wallets.find(walletId);
    return wallet === undefined ? [] : [wallet];
  }

  async #judgeUnpinned(signed: Signed): Promise<OwnerPin> {
    const { challenge, text, signature } = signed;
    if (await isSignedByKey(challenge, text, signature)) return KEY;
    if (challenge.contractNetwork === null) throw invalidSignature();
    const codeHash = await this.#signedByContract(challenge.contractNetwork, signed);
    if (codeHash === undefined) throw invalidSignature();
    return { kind: 'contract', network: challenge.contractNetwork, codeHash };
  }

  async #assertSignedAs(pin: OwnerPin, signed: Signed): Promise<void> {
    if (pin.kind === 'eoa') {
      if (await isSignedByKey(signed.challenge, signed.text, signed.signature)) return;
      throw invalidSignature();
    }
    const codeHash = await this.#signedByContract(pin.network, signed);
    if (codeHash === undefined) throw invalidSignature();
    if (codeHash !== pin.codeHash) {
      throw new DomainError('INVALID_SIGNATURE', {
        hint: 'The code of the owner contract is not the one that was verified. Remove the owner and verify it again.',
      });
    }
  }

  /** The hash of the code that took the signature for its own. */
  async #signedByContract(network: NetworkName, { challenge, text, signature }: Signed): Promise<string | undefined> {
    if (!isHex(signature) || signature.length % 2 !== 0) return undefined;
    const question = { address: challenge.address, digest: hashMessage(text), signature };
    const { isValid, codeHash } = await this.chains.contracts(network).judgeContractSignature(question);
    return isValid && codeHash !== null ? codeHash : undefined;
  }
}

function assertOwner({ challenge, named }: Signed, judged: readonly OwnedWallet[]): void {
  if (named !== undefined && canonicalAddress(challenge.chain, named) !== challenge.address)
    throw new DomainError('OWNER_ADDRESS_MISMATCH');
  if (challenge.walletId === null) return;
  const [wallet] = judged;
  if (wallet === undefined || wallet.ownerAddress === null) throw new DomainError('OWNER_NOT_CONNECTED');
  if (wallet.ownerAddress !== challenge.address || wallet.chain !== challenge.chain)
    throw new DomainError('OWNER_ADDRESS_MISMATCH');
}

/** Each thing the owner is pinned as, once: it must prove itself as all of them. */
function pinsOf(wallets: readonly OwnedWallet[]): readonly OwnerPin[] {
  const pins = new Map<string, OwnerPin>();
  for (const wallet of wallets) {
    if (wallet.ownerState !== 'LOCKED') continue;
    const pin = pinOf(wallet);
    pins.set(pin.kind === 'eoa' ? pin.kind : `${pin.network} ${pin.codeHash}`, pin);
  }
  return [...pins.values()];
}

function pinOf({ ownerKind, ownerNetwork, ownerCodeHash }: OwnedWallet): OwnerPin {
  if (ownerKind !== 'contract') return KEY;
  if (ownerNetwork === null || ownerCodeHash === null) throw new Error('a contract owner without its pin');
  const pin: ContractPin = { kind: 'contract', network: ownerNetwork, codeHash: ownerCodeHash };
  return pin;
}
