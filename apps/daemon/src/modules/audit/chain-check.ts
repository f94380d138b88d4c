import { AUDIT_GENESIS, auditHash, type AuditHead, type HashedAuditRow } from './audit-chain.js';
import { isTrulySigned, type SignedHead } from './signed-head.js';

/** What was found of a stretch of the chain. `brokenAt` is the id of the first row that is missing, changed or not what was signed. */
export interface AuditVerdict {
  readonly ok: boolean;
  readonly checked: number;
  readonly firstId: number | null;
  readonly lastId: number | null;
  readonly lastHash: string | null;
  readonly brokenAt: number | null;
  /** Signed heads that were compared. */
  readonly checkpoints: number;
}

export interface ChainExpectations {
  /** The row before the first; what every chain begins with when left out. */
  readonly before?: AuditHead;
  /** Heads the signer vouched for, oldest first. */
  readonly signedHeads: readonly SignedHead[];
  /** The key they must be signed with; that of the first of them when left out. */
  readonly publicKey?: string | undefined;
  /** Heads somebody else has seen. */
  readonly anchors?: readonly AuditHead[];
}

/** Reads rows oldest first and stops believing at the first that is not the one that was written. */
export class ChainCheck {
  readonly #signed: ReadonlyMap<number, SignedHead>;
  readonly #anchors: readonly AuditHead[];
  readonly #publicKey: string | undefined;
  #previous: AuditHead;
  #firstId: number | null = null;
  #checked = 0;
  #checkpoints = 0;
  #brokenAt: number | null = null;

  constructor({ before, signedHeads, publicKey, anchors = [] }: ChainExpectations) {
    this.#previous = before ?? AUDIT_GENESIS;
    this.#signed = new Map(signedHeads.map((head) => [head.id, head]));
    this.#anchors = anchors;
    this.#publicKey = publicKey ?? signedHeads[0]?.publicKey;
  }

  /** False once the chain is broken: nothing after that can be trusted. */
  take(row: HashedAuditRow): boolean {
    if (this.#brokenAt !== null) return false;
    const expectedId = this.#previous.id + 1;
    this.#firstId ??= expectedId;
    if (row.id !== expectedId) return this.#break(expectedId);
    this.#checked += 1;
    if (!this.#isAsWritten(row) || !this.#isAsKnown(row)) return this.#break(row.id);
    this.#previous = { id: row.id, hash: row.hash };
    return true;
  }

  /** `isOpenEnded`: the rows went to the end of the chain, so a known head beyond the last one is a row that was cut off. */
  verdict({ isOpenEnded }: { readonly isOpenEnded: boolean }): AuditVerdict {
    const last = this.#previous;
    const known = [...this.#signed.keys(), ...this.#anchors.map(({ id }) => id)];
    if (this.#brokenAt === null && isOpenEnded && known.some((id) => id > last.id)) this.#brokenAt = last.id + 1;
    const isEmpty = this.#firstId === null || last.id < this.#firstId;
    return {
      ok: this.#brokenAt === null,
      checked: this.#checked,
      firstId: this.#firstId,
      lastId: isEmpty ? null : last.id,
      lastHash: isEmpty ? null : last.hash,
      brokenAt: this.#brokenAt,
      checkpoints: this.#checkpoints,
    };
  }

  #break(id: number): false {
    this.#brokenAt = id;
    return false;
  }

  #isAsWritten(row: HashedAuditRow): boolean {
    return row.prevHash === this.#previous.hash && auditHash(row) === row.hash;
  }

  #isAsKnown({ id, hash }: AuditHead): boolean {
    if (this.#anchors.some((anchor) => anchor.id === id && anchor.hash !== hash)) return false;
    const signed = this.#signed.get(id);
    if (signed === undefined) return true;
    this.#checkpoints += 1;
    return signed.hash === hash && signed.publicKey === this.#publicKey && isTrulySigned(signed);
  }
}

/** Of a chain whose head is gone: nobody knows what followed the last row. */
export function endless(verdict: AuditVerdict): AuditVerdict {
  return verdict.ok ? { ...verdict, ok: false, brokenAt: (verdict.lastId ?? 0) + 1 } : verdict;
}
