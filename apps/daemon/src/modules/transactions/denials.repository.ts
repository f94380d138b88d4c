import { Injectable } from '@nestjs/common';
import type { Tx } from '../../infra/prisma/database.js';
import { readDenials } from '../../infra/prisma/decision-reads.js';
import { AuditService } from '../audit/audit.service.js';

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
}

/** A session that is refused again and again fills neither the disk nor the audit chain: beyond a day's share it is only counted. */
@Injectable()
export class DenialsRepository {
  constructor(private readonly audit: AuditService) {}

  /** Counts one that is not kept. False where there is room for it. */
  async areFull(tx: Tx, { sessionId, actor, ipAddress, at }: Denial): Promise<boolean> {
    if (sessionId === null || (await readDenials(tx, sessionId, at - DAY_SECONDS, KEPT)) < KEPT) return false;
    const { unstoredDenials } = await tx.session.update({
      where: { id: sessionId },
      data: { unstoredDenials: { increment: 1 } },
      select: { unstoredDenials: true },
    });
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
