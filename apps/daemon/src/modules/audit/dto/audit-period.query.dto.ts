import { Optional } from '../../../common/validation/optional.decorator.js';
import { QueryInteger } from '../../../common/validation/query.decorators.js';

/** Unix seconds, both ends included. */
export class AuditPeriodQuery {
  @Optional() @QueryInteger(0, Number.MAX_SAFE_INTEGER) from?: number;
  @Optional() @QueryInteger(0, Number.MAX_SAFE_INTEGER) to?: number;
}
