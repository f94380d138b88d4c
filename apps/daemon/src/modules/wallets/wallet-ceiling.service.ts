import { Inject, Injectable } from '@nestjs/common';
import {
  type CeilingChange,
  type CeilingedKey,
  DomainError,
  hashJson,
  isRaised,
  type KeyCeiling,
  type KeyCeilingPort,
  mergeCeiling,
  networksOf,
  type OwnerConsent,
  validationError,
} from '@waiaas/core';
import type { Actor } from '../../common/auth/actor.js';
import { Database } from '../../infra/prisma/database.js';
import { KEY_CEILINGS } from '../../infra/signer/signer.token.js';
import { SealedKeysRepository } from './sealed-keys.repository.js';
import { requireCoSignature, visibleTo } from './wallet-access.js';
import { WalletTrail } from './wallet-trail.service.js';
import { type StoredWallet, WalletsRepository } from './wallets.repository.js';

/** The removal of an owner has none, so its text covers an empty one. */
const NO_BODY = '{}';

export interface CeilingOrder {
  readonly change: CeilingChange;
  /** The master password of this very request; the signer checks it itself. */
  readonly password: string | undefined;
  readonly requestId: string;
}

/**
 * The limits sealed into a key. The signer judges by them and decides alone whether a change is let through: what is asked here first only
 * spares it a call. A change counts from its answer on; a crash before the row below leaves it in force, and the same call again writes the row.
 */
@Injectable()
export class WalletCeiling {
  constructor(
    private readonly database: Database,
    private readonly wallets: WalletsRepository,
    private readonly keys: SealedKeysRepository,
    private readonly trail: WalletTrail,
    @Inject(KEY_CEILINGS) private readonly signer: KeyCeilingPort,
  ) {}

  /** The ceiling in force; null where the signer cannot tell, which then signs nothing either: locked, or a key that does not open. */
  async find(walletId: string): Promise<KeyCeiling | null> {
    const sealed = await this.keys.find(walletId);
    if (sealed === undefined) return null;
    try {
      return await this.signer.ceilingOf(sealed.identity, sealed.key);
    } catch (error) {
      if (error instanceof DomainError) return null;
      throw error;
    }
  }

  async change(id: string, { change, password, requestId }: CeilingOrder, actor: Actor): Promise<KeyCeiling> {
    const wallet = visibleTo(actor, await this.wallets.find(id));
    if (wallet.status === 'TERMINATED') throw new DomainError('WALLET_TERMINATED');
    checkChange(wallet, change);
    const { identity, key } = await this.keys.of(id);
    const before = await this.signer.ceilingOf(identity, key);
    const isRaise = isRaised(before, mergeCeiling(before, change));
    const consent = isRaise ? consentTo(wallet, change, before, actor) : undefined;
    if (isRaise && password === undefined) throw passwordNeeded();
    // The owner comes into the key before anything is raised, so that the signer holds the change to it as well.
    if (password !== undefined && isPinnable(wallet, before))
      await this.signer.pinKeyOwner({ identity, key, owner: wallet.ownerAddress, password });
    const changed = await this.signer.changeCeiling({
      identity,
      key,
      change,
      trace: requestId,
      ...(isRaise && password !== undefined ? { password } : {}),
      ...(consent === undefined ? {} : { consent }),
    });
    await this.#record({ wallet, before, changed, isRaise }, actor);
    return changed.ceiling;
  }

  /**
   * An owner who left by its own signature leaves the key too, on the strength of the same signature. One who was removed after the delay
   * stays in it: the signer cannot know that a day went by. The removal has happened already, so a signer that refuses undoes nothing.
   */
  async release(id: string, actor: Actor): Promise<void> {
    const consent = actor.kind === 'master' ? actor.coSignedBy?.consent : undefined;
    if (consent === undefined) return;
    try {
      await this.#letGo(id, { ...consent, body: NO_BODY }, actor);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
    }
  }

  async #letGo(id: string, consent: OwnerConsent & { readonly body: string }, actor: Actor): Promise<void> {
    const sealed = await this.keys.find(id);
    if (sealed === undefined) return;
    const { identity, key } = sealed;
    const before = await this.signer.ceilingOf(identity, key);
    if (before.owner === null) return;
    const changed = await this.signer.pinKeyOwner({ identity, key, owner: null, consent });
    const wallet = await this.wallets.find(id);
    if (wallet !== undefined) await this.#record({ wallet, before, changed, isRaise: true }, actor);
  }

  async #record({ wallet, before, changed, isRaise }: Changed, actor: Actor): Promise<void> {
    await this.database.transaction(async (tx) => {
      await this.keys.replace(tx, wallet.id, changed.key.blob);
      await this.trail.record(tx, actor, {
        act: 'KEY_CEILING_CHANGED',
        walletId: wallet.id,
        severity: isRaise ? 'critical' : 'warning',
        details: { before: { ...before }, after: { ...changed.ceiling }, isRaised: isRaise },
      });
    });
  }
}

interface Changed {
  readonly wallet: StoredWallet;
  readonly before: KeyCeiling;
  readonly changed: CeilingedKey;
  readonly isRaise: boolean;
}

/** A limit that could never hold, or that this key's signatures have nothing to do with, would be believed to protect something. */
function checkChange({ chain, environment }: StoredWallet, change: CeilingChange): void {
  if (Object.values(change).every((member) => member === undefined)) throw issue('', 'required', 'must name a limit');
  const { chainIds, kinds } = change;
  if (chainIds !== undefined && chainIds !== null) {
    // A Solana message names no network, so there is nothing to hold it to.
    if (chain === 'solana') throw issue('chainIds', 'notAllowed', 'is for EVM wallets');
    const own = networksOf(chain, environment).map(({ caip2 }) => caip2);
    if (!chainIds.every((id) => own.includes(id))) throw issue('chainIds', 'environment', 'must be networks of the wallet');
  }
  const prefix = chain === 'ethereum' ? 'evm-' : 'solana-';
  if (kinds?.every((kind) => kind.startsWith(prefix)) === false)
    throw issue('kinds', 'chain', 'must be of the chain of the wallet');
}

function issue(path: string, code: string, message: string): DomainError {
  return validationError([{ path, code, message }]);
}

function passwordNeeded(): DomainError {
  return new DomainError('INVALID_MASTER_PASSWORD', {
    hint: 'Raising a ceiling takes X-Master-Password in the request itself: the signer checks it.',
  });
}

/** Above a LOCKED owner nothing is raised without it, and above the one in the key neither, should another one have come since. */
function consentTo(wallet: StoredWallet, change: CeilingChange, before: KeyCeiling, actor: Actor): OwnerConsent | undefined {
  requireCoSignature(wallet, actor, 'loosen');
  const proof = actor.kind === 'master' ? actor.coSignedBy : undefined;
  if (proof === undefined) {
    if (before.owner !== null) {
      throw new DomainError('OWNER_REQUIRED', {
        hint: 'The key still holds an owner who left without a signature. Export the key and import it anew, or lower only.',
      });
    }
    return undefined;
  }
  if (proof.bodyHash !== hashJson({ ...change }))
    throw new DomainError('APPROVAL_STALE', { hint: 'The signed body differs from the one sent.' });
  return proof.consent;
}

/** A contract's signature cannot be checked without a network, so only an owner with a key of its own goes into one. */
function isPinnable({ ownerState, ownerAddress, ownerKind }: StoredWallet, { owner }: KeyCeiling): boolean {
  return owner === null && ownerState === 'LOCKED' && ownerAddress !== null && ownerKind === 'eoa';
}
