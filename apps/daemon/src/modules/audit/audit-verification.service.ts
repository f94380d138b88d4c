import { Injectable } from '@nestjs/common';
import { AUDIT_GENESIS, type AuditHead } from './audit-chain.js';
import { AuditHeadsRepository } from './audit-heads.repository.js';
import { AuditHeads } from './audit-heads.service.js';
import { type AuditPeriod, AuditRanges, type AuditStretch } from './audit-range.service.js';
import { AuditRepository } from './audit.repository.js';
import { type AuditVerdict, ChainCheck, endless } from './chain-check.js';
import type { SignedHead } from './signed-head.js';

interface Known {
  readonly signedHeads: readonly SignedHead[];
  readonly publicKey: string;
  /** Undefined where it is gone, or is not what the daemon wrote. */
  readonly head: AuditHead | undefined;
}

interface Part {
  readonly stretch: AuditStretch;
  readonly isOpenEnded: boolean;
  readonly signal?: AbortSignal | undefined;
}

/** Reads the chain again and says whether it is the one that was written. */
@Injectable()
export class AuditVerification {
  constructor(
    private readonly rows: AuditRepository,
    private readonly ranges: AuditRanges,
    private readonly heads: AuditHeadsRepository,
    private readonly signer: AuditHeads,
  ) {}

  async verify(period: AuditPeriod): Promise<AuditVerdict> {
    const known = await this.#known();
    return this.#check(known, { stretch: await this.ranges.of(period), isOpenEnded: period.to === undefined });
  }

  /** Everything after this row. What is found once `signal` has been given is worth nothing. */
  async verifyAfter(id: number, signal: AbortSignal): Promise<AuditVerdict> {
    const known = await this.#known();
    const { lastId } = await this.ranges.of({});
    return this.#check(known, { stretch: { firstId: id + 1, lastId }, isOpenEnded: true, signal });
  }

  /** Read before the rows: a head that is made while they are read would look like a row that was cut off. */
  async #known(): Promise<Known> {
    const signedHeads = await this.heads.between(1, Number.MAX_SAFE_INTEGER);
    const { publicKey } = await this.signer.sign(AUDIT_GENESIS);
    const isAltered = this.rows.isVouching() && this.rows.headRow()?.isSound !== true;
    return { signedHeads, publicKey, head: isAltered ? undefined : this.rows.ends().head };
  }

  async #check({ signedHeads, publicKey, head }: Known, { stretch, isOpenEnded, signal }: Part): Promise<AuditVerdict> {
    const { firstId, lastId } = stretch;
    const before = await this.rows.headAt(firstId - 1);
    if (before === undefined) return missing(firstId - 1);
    const isRelevant = ({ id }: AuditHead): boolean => id >= firstId && (isOpenEnded || id <= lastId);
    const anchors = head === undefined ? [] : [head].filter(isRelevant);
    const check = new ChainCheck({ before, signedHeads: signedHeads.filter(isRelevant), publicKey, anchors });
    for await (const row of this.ranges.read(stretch)) {
      if (signal?.aborted === true || !check.take(row)) break;
    }
    const verdict = check.verdict({ isOpenEnded });
    return isOpenEnded && head === undefined ? endless(verdict) : verdict;
  }
}

function missing(id: number): AuditVerdict {
  return { ok: false, checked: 0, firstId: null, lastId: null, lastHash: null, brokenAt: id, checkpoints: 0 };
}
