import { Controller, Get, Query } from '@nestjs/common';
import type { AuditLogPage } from '@waiaas/api-types';
import { Auth } from '../../common/auth/auth.decorator.js';
import { toAuditLogItem } from './audit.mapper.js';
import { AuditService } from './audit.service.js';
import { ListAuditLogsQuery } from './dto/list-audit-logs.query.dto.js';

const DEFAULT_LIMIT = 50;

@Controller('v1/audit-logs')
export class AuditController {
  constructor(private readonly audit: AuditService) {}

  @Get()
  @Auth('master')
  async list(@Query() query: ListAuditLogsQuery): Promise<AuditLogPage> {
    const limit = query.limit ?? DEFAULT_LIMIT;
    const filter = {
      walletId: query.wallet_id ?? query.walletId,
      eventType: query.event_type,
      severity: query.severity,
      txId: query.tx_id,
      from: query.from,
      to: query.to,
    };
    const rows = await this.audit.list(filter, { before: query.cursor, limit: limit + 1 });
    const data = rows.slice(0, limit).map(toAuditLogItem);
    const hasMore = rows.length > limit;
    return {
      data,
      nextCursor: hasMore ? (data.at(-1)?.id ?? null) : null,
      hasMore,
      ...(query.include_total === true ? { total: await this.audit.count(filter) } : {}),
    };
  }
}
