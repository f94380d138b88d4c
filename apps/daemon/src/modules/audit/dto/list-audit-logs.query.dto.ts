import { IsIn, IsString, MaxLength } from 'class-validator';
import { Optional } from '../../../common/validation/optional.decorator.js';
import { IsQueryFlag, IsQueryInteger } from '../../../common/validation/query.decorators.js';
import { IsId } from '../../../common/validation/value.decorators.js';
import { AUDIT_SEVERITIES, type AuditSeverity } from '../audit-chain.js';

const SECONDS = { min: 0, max: Number.MAX_SAFE_INTEGER };

export class ListAuditLogsQuery {
  @Optional() @IsId() wallet_id?: string;
  @Optional() @IsId() walletId?: string;
  @Optional() @IsString() @MaxLength(64) event_type?: string;
  @Optional() @IsIn(AUDIT_SEVERITIES) severity?: AuditSeverity;
  @Optional() @IsQueryInteger(SECONDS) from?: number;
  @Optional() @IsQueryInteger(SECONDS) to?: number;
  @Optional() @IsId() tx_id?: string;
  @Optional() @IsQueryInteger({ min: 1, max: Number.MAX_SAFE_INTEGER }) cursor?: number;
  @Optional() @IsQueryInteger({ min: 1, max: 200 }) limit?: number;
  @Optional() @IsQueryFlag() include_total?: boolean;
}
