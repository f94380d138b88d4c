import {
  canonicalAddress,
  canonicalJson,
  DomainError,
  isRaised,
  isSameAddress,
  mergeCeiling,
  type CeilingChange,
  type CeilingedKey,
  type Chain,
  type KeyCeiling,
  type OwnerConsent,
  type PaymentConsent,
} from '@waiaas/core';
import {
  bookKey,
  isSignedWhileFrozen,
  judgeSignature,
  resealKey,
  verifyChangeConsent,
  verifyPaymentConsent,
  type Admit,
  type DataKey,
  type OpenedKey,
  type SignatureFacts,
  type VerifiedConsent,
} from '@waiaas/keystore';
import type { BookEntry } from './book-entry.js';
import type { BookStore } from './book-store.js';
import { Freeze } from './freeze.js';
import { Journal } from './journal.js';
import { SteadyClock } from './steady-clock.js';

/**
 * Holds every signature to the ceiling of its key. What counts against it is on the disk before the signature exists: killed in between, the
 * signer has counted too much, never too little.
 */
export class CeilingKeeper {
  readonly #journal: Journal;
  readonly #clock: SteadyClock;
  readonly freeze: Freeze;

  constructor(store: BookStore, dataKey: DataKey, { isFirst, isFreezeOrdered }: KeeperStart) {
    // Killed between a renewal of the data key and the writing anew, the record is still under the key before.
    const keys = [dataKey, dataKey.retiring].flatMap((each) => (each === undefined ? [] : [bookKey(each)]));
    try {
      this.#journal = new Journal(store, keys, { isFirst, wallClock: Math.floor(Date.now() / 1000) });
    } finally {
      for (const key of keys) key.fill(0);
    }
    this.#clock = new SteadyClock(this.#journal.book.lastAt);
    this.freeze = new Freeze({
      frozen: this.#journal.book.frozen,
      now: () => this.#clock.now(),
      enter: (entry) => {
        this.#enter(entry);
      },
      isOrdered: isFreezeOrdered,
    });
  }

  /** The ceiling in force: the last one set here, whatever blob is brought; else the one in the blob. */
  ceilingOf(key: OpenedKey): KeyCeiling {
    return this.#journal.book.ceilingOf(key.identity.walletId) ?? key.ceiling;
  }

  /** The judge of one signature of a key. A consent is looked at only where the ceiling refuses without it. */
  admission(key: OpenedKey, consent?: PaymentConsent): Admit {
    return (facts) => {
      const ceiling = this.ceilingOf(key);
      this.#refuseWhileFrozen(key, ceiling, facts);
      if (!hasLimits(ceiling)) return;
      const now = this.#clock.now();
      const { native, lift } = this.#judge(key, { ceiling, facts, consent, now });
      if (lift !== undefined) this.#use(lift.consent, lift.use);
      if (!mustRemember(ceiling, native) || this.#journal.book.holds(key.identity.walletId, facts, native)) return;
      const slot = facts.outlay?.slot ?? null;
      const { digest } = facts;
      this.#enter({ k: 'signed', at: now, wallet: key.identity.walletId, digest, slot, native: native.toString() });
    };
  }

  /** The owner in the key counts before the one that was named with the freeze. */
  #refuseWhileFrozen({ identity, address }: OpenedKey, ceiling: KeyCeiling, facts: SignatureFacts): void {
    if (!this.freeze.isInForce()) return;
    const owner = ceiling.owner ?? this.freeze.ownerOf(identity.walletId);
    if (!isSignedWhileFrozen(facts, { identity, address, owner }))
      throw new DomainError('SYSTEM_LOCKED', { details: { reason: 'FROZEN' } });
  }

  #judge(key: OpenedKey, { ceiling, facts, consent, now }: Judgement): { readonly native: bigint; readonly lift?: Lift } {
    const { identity } = key;
    const before = this.#journal.book.before(identity.walletId, facts, now);
    try {
      return judgeSignature(ceiling, facts, before, false);
    } catch (refusal) {
      if (consent === undefined || facts.outlay === null) throw refusal;
      const verified = verifyPaymentConsent(consent, facts.outlay, { identity, owner: ceiling.owner, now });
      const lift = { consent: verified, use: `${identity.walletId} ${facts.outlay.slot}` };
      return { ...judgeSignature(ceiling, facts, before, true), lift };
    }
  }

  /** Lowers at once. Whoever raises has proved the password; an owner in the key has to have signed for it too. */
  change(key: OpenedKey, dataKey: DataKey, order: ChangeOrder): CeilingedKey {
    const before = this.ceilingOf(key);
    const after = mergeCeiling(before, order.change);
    if (isRaised(before, after)) {
      if (!order.isPasswordProven) throw new DomainError('INVALID_MASTER_PASSWORD');
      if (before.owner !== null) {
        const subject = { action: 'loosen', body: canonicalJson({ ...order.change }) } as const;
        this.#spend(key, before.owner, subject, order.consent);
      }
    }
    return this.#set(key, dataKey, after);
  }

  /** Whether a change lets anything more through, so that the caller knows what to ask for. */
  isRaise(key: OpenedKey, change: CeilingChange): boolean {
    const before = this.ceilingOf(key);
    return isRaised(before, mergeCeiling(before, change));
  }

  /**
   * An owner comes into a key by the master password: its signature lifts the limits from then on, so a daemon that was taken over must not
   * name one of its own. The one in it goes by its own signature alone.
   */
  pinOwner(key: OpenedKey, dataKey: DataKey, order: PinOrder): CeilingedKey {
    const before = this.ceilingOf(key);
    const owner = ownerNamed(key.identity.chain, order.owner);
    if (isSameOwner(key.identity.chain, owner, before.owner)) return this.#set(key, dataKey, before);
    if (owner !== null && !order.isPasswordProven) throw new DomainError('INVALID_MASTER_PASSWORD');
    if (before.owner !== null) {
      this.#spend(key, before.owner, { action: 'remove-owner', body: order.consent?.body ?? '' }, order.consent);
    }
    return this.#set(key, dataKey, { ...before, owner });
  }

  rekey(dataKey: DataKey): void {
    const key = bookKey(dataKey);
    this.#journal.rekey(key, this.#clock.now());
    key.fill(0);
  }

  close(): void {
    this.#journal.close();
  }

  #spend(
    key: OpenedKey,
    owner: string,
    subject: Parameters<typeof verifyChangeConsent>[1],
    consent: OwnerConsent | undefined,
  ): void {
    if (consent === undefined) throw new DomainError('OWNER_REQUIRED');
    const verified = verifyChangeConsent(consent, subject, { identity: key.identity, owner, now: this.#clock.now() });
    if (this.#journal.book.useOf(verified.nonce) !== undefined) throw usedUp();
    this.#use(verified, subject.action);
  }

  /** A text counts for the first thing it is used for, and for that again. */
  #use({ nonce, until }: VerifiedConsent, use: string): void {
    const known = this.#journal.book.useOf(nonce);
    if (known === use) return;
    if (known !== undefined) throw usedUp();
    this.#enter({ k: 'consent', at: this.#clock.now(), nonce, use, until });
  }

  #set(key: OpenedKey, dataKey: DataKey, ceiling: KeyCeiling): CeilingedKey {
    const { walletId } = key.identity;
    const isNew = this.ceilingOf(key).maxNativePerDay === null || this.#journal.book.startedEmpty(walletId);
    // Sealed first: a key that cannot be sealed must not have changed.
    const sealed = resealKey(dataKey, key, ceiling);
    this.#enter({ k: 'ceiling', at: this.#clock.now(), wallet: walletId, ceiling, isNew });
    return { key: sealed, ceiling };
  }

  #enter(entry: BookEntry): void {
    try {
      this.#journal.enter(entry);
    } catch {
      throw new DomainError('STORAGE_UNAVAILABLE', { details: { reason: 'CEILING_BOOK' } });
    }
  }
}

interface KeeperStart {
  readonly isFirst: boolean;
  readonly isFreezeOrdered: () => boolean;
}

interface Judgement {
  readonly ceiling: KeyCeiling;
  readonly facts: SignatureFacts;
  readonly consent: PaymentConsent | undefined;
  readonly now: number;
}

interface Lift {
  readonly consent: VerifiedConsent;
  readonly use: string;
}

export interface ChangeOrder {
  readonly change: CeilingChange;
  readonly isPasswordProven: boolean;
  readonly consent?: OwnerConsent;
}

export interface PinOrder {
  readonly owner: string | null;
  readonly isPasswordProven: boolean;
  readonly consent?: OwnerConsent & { readonly body: string };
}

function ownerNamed(chain: Chain, named: string | null): string | null {
  if (named === null) return null;
  const owner = canonicalAddress(chain, named);
  if (owner === undefined) throw new DomainError('INVALID_ADDRESS');
  return owner;
}

function isSameOwner(chain: Chain, one: string | null, other: string | null): boolean {
  return one === null || other === null ? one === other : isSameAddress(chain, one, other);
}

function usedUp(): DomainError {
  return new DomainError('POLICY_DENIED', { details: { reason: 'CEILING_CONSENT_USED' } });
}

function hasLimits(ceiling: KeyCeiling): boolean {
  return Object.entries(ceiling).some(([name, limit]) => name !== 'owner' && limit !== null);
}

/** Only what looks back needs a memory. */
function mustRemember({ maxNativePerDay, signaturesPerMinute }: KeyCeiling, native: bigint): boolean {
  return signaturesPerMinute !== null || (maxNativePerDay !== null && native > 0n);
}
