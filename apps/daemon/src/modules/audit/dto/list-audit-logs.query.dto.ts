import { IsIn, IsString, MaxLength } from 'class-validator';
import { Optional } from '../../../common/validation/optional.decorator.js';
import { QueryBoolean, QueryInteger } from '../../../common/validation/query.decorators.js';
import { IsId } from '../../../common/validation/value.decorators.js';
import { AUDIT_SEVERITIES, type AuditSeverity } from '../audit-chain.js';

export class ListAuditLogsQuery {
  @Optional() @IsId() wallet_id?: string;
  @Optional() @IsId() walletId?: string;
  @Optional() @IsString() @MaxLength(64) event_type?: string;
  @Optional() @IsIn(AUDIT_SEVERITIES) severity?: AuditSeverity;
  @Optional() @QueryInteger(0, Number.MAX_SAFE_INTEGER) from?: number;
  @Optional() @QueryInteger(0, Number.MAX_SAFE_INTEGER) to?: number;
  @Optional() @IsId() tx_id?: string;
  @Optional() @QueryInteger(1, Number.MAX_SAFE_INTEGER) cursor?: number;
  @Optional() @QueryInteger(1, 200) limit?: number;
  @Optional() @QueryBoolean() include_total?: boolean;
}
