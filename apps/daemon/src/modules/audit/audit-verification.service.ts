import { Injectable } from '@nestjs/common';
import { AUDIT_GENESIS } from './audit-chain.js';
import { AuditHeadsRepository } from './audit-heads.repository.js';
import { AuditHeads } from './audit-heads.service.js';
import { type AuditPeriod, AuditRanges } from './audit-range.service.js';
import { AuditRepository } from './audit.repository.js';
import { type AuditVerdict, ChainCheck } from './chain-check.js';

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
    // Signed heads first: one that is made while the rows are read would look like a row that was cut off.
    const signedHeads = await this.heads.between(1, Number.MAX_SAFE_INTEGER);
    const { publicKey } = await this.signer.sign(AUDIT_GENESIS);
    const stretch = await this.ranges.of(period);
    const { firstId, lastId } = stretch;
    const before = await this.rows.headAt(firstId - 1);
    if (before === undefined) return missing(firstId - 1);
    const isOpenEnded = period.to === undefined;
    const relevant = signedHeads.filter(({ id }) => id >= firstId && (isOpenEnded || id <= lastId));
    const check = new ChainCheck({ before, signedHeads: relevant, publicKey });
    for await (const row of this.ranges.read(stretch)) {
      if (!check.take(row)) break;
    }
    return check.verdict({ isOpenEnded });
  }
}

function missing(id: number): AuditVerdict {
  return { ok: false, checked: 0, firstId: null, lastId: null, lastHash: null, brokenAt: id, checkpoints: 0 };
}
