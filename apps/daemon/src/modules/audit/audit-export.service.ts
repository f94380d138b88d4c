import { Injectable } from '@nestjs/common';
import type { AuditExportCheckpoint } from '@waiaas/api-types';
import { AUDIT_GENESIS } from './audit-chain.js';
import { AuditHeads } from './audit-heads.service.js';
import { type AuditPeriod, AuditRanges } from './audit-range.service.js';
import { toExportedRow } from './audit.mapper.js';
import { AuditRepository } from './audit.repository.js';

/** The chain as lines of JSON that can be checked without the daemon. A text without its last line, the signed head, is not whole. */
@Injectable()
export class AuditExport {
  constructor(
    private readonly rows: AuditRepository,
    private readonly ranges: AuditRanges,
    private readonly heads: AuditHeads,
  ) {}

  /** Everything that can be refused is refused here, before the first line. */
  async lines(period: AuditPeriod): Promise<AsyncGenerator<string>> {
    const stretch = await this.ranges.of(period);
    const last = (await this.rows.headAt(Math.max(stretch.lastId, 0))) ?? AUDIT_GENESIS;
    const { id, hash, signedAt, signature, publicKey } = await this.heads.sign(last);
    const checkpoint: AuditExportCheckpoint = { lastId: id, lastHash: hash, exportedAt: signedAt, signature, publicKey };
    const rows = this.ranges.read(stretch);
    return (async function* () {
      for await (const row of rows) yield `${JSON.stringify(toExportedRow(row))}\n`;
      yield `${JSON.stringify(checkpoint)}\n`;
    })();
  }
}
