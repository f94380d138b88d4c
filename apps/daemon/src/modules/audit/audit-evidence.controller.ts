import { Readable } from 'node:stream';
import { Controller, Get, Query, StreamableFile } from '@nestjs/common';
import type { AuditVerifyResponse } from '@waiaas/api-types';
import { Auth } from '../../common/auth/auth.decorator.js';
import { AuditExport } from './audit-export.service.js';
import { AuditVerification } from './audit-verification.service.js';
import { AuditPeriodQuery } from './dto/audit-period.query.dto.js';

@Controller('v1/audit-logs')
export class AuditEvidenceController {
  constructor(
    private readonly verification: AuditVerification,
    private readonly exports: AuditExport,
  ) {}

  @Get('verify')
  @Auth('master')
  async verify(@Query() period: AuditPeriodQuery): Promise<AuditVerifyResponse> {
    return this.verification.verify(period);
  }

  @Get('export')
  @Auth('master')
  async export(@Query() period: AuditPeriodQuery): Promise<StreamableFile> {
    const lines = Readable.from(await this.exports.lines(period), { objectMode: false });
    return new StreamableFile(lines, { type: 'application/x-ndjson' });
  }
}
