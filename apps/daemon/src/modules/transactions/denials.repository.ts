import { Injectable } from '@nestjs/common';
import type { Tx } from '../../infra/prisma/database.js';
import { readDenials } from '../../infra/prisma/decision-reads.js';
import { AuditService } from '../audit/audit.service.js';
import { type RefusedRequest, UnstoredRefusals } from '../refusals/unstored-refusals.service.js';

const DAY_SECONDS = 86_400;
/** Of one session and day. */
const KEPT = 100;
/** So many refusals that are not kept make one audit row, the first of them included. */
const TOLD_EVERY = 1000;

export interface Denial {
  readonly sessionId: string | null;
  readonly actor: string;
  readonly ipAddress: string | null;
  readonly at: number;
  /** What it would have been kept for, beside people: the rules that stop wallets. */
  readonly refused: RefusedRequest;
}

/** A session that is refused again and again fills neither the disk nor the audit chain: beyond a day's share it is only counted. */
@Injectable()
export class DenialsRepository {
  constructor(
    private readonly audit: AuditService,
    private readonly refusals: UnstoredRefusals,
  ) {}

  /** Counts one that is not kept. False where there is room for it. */
  async areFull(tx: Tx, { sessionId, actor, ipAddress, at, refused }: Denial): Promise<boolean> {
    if (sessionId === null || (await readDenials(tx, sessionId, at - DAY_SECONDS, KEPT)) < KEPT) return false;
    const { unstoredDenials } = await tx.session.update({
      where: { id: sessionId },
      data: { unstoredDenials: { increment: 1 } },
      select: { unstoredDenials: true },
    });
    await this.refusals.count(tx, refused);
    if (unstoredDenials % TOLD_EVERY === 1) {
      const details = { unstored: unstoredDenials };
      await this.audit.append(tx, {
        eventType: 'POLICY_DENIED',
        actor,
        sessionId,
        ...(ipAddress === null ? {} : { ipAddress }),
        details,
        severity: 'warning',
      });
    }
    return true;
  }
}
