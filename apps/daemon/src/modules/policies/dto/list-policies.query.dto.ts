import { Optional } from '../../../common/validation/optional.decorator.js';
import { QueryInteger } from '../../../common/validation/query.decorators.js';
import { IsId } from '../../../common/validation/value.decorators.js';

export class ListPoliciesQuery {
  @Optional() @IsId() walletId?: string;
  @Optional() @IsId() wallet_id?: string;
  @Optional() @QueryInteger(1, 200) limit?: number;
  @Optional() @QueryInteger(0, 1_000_000_000) offset?: number;
}
